package ai.h2o.sparkling.engine;

import ai.h2o.sparkling.engine.api.ColumnDescription;
import ai.h2o.sparkling.engine.api.ColumnType;
import ai.h2o.sparkling.engine.api.EngineFailure;
import ai.h2o.sparkling.engine.api.FrameDescription;
import ai.h2o.sparkling.engine.api.FrameSummary;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import water.DKV;
import water.Key;
import water.KeySnapshot;
import water.Value;
import water.WaterDoor;
import water.fvec.Frame;
import water.fvec.Vec;
import water.util.Log;

/** Looks at frames and removes them. */
final class Frames {
    private static final String[] BOOLEAN_LEVELS = {"False", "True"};

    /** H2O's own lock does not keep out who, like us, holds it without a job. Frames of Spark are all made on the leader. */
    private static final Object PUBLISHING = new Object();

    private Frames() {}

    static Key<Frame> key(String key) {
        return Key.make(key);
    }

    static Optional<FrameDescription> describe(String key) throws EngineFailure {
        Value value = DKV.get(key(key));
        if (value == null) {
            return Optional.empty();
        }
        if (!value.isFrame()) {
            throw new EngineFailure("'" + key + "' is not a frame but a " + value.className());
        }
        Frame frame = value.get();
        var columns = new ArrayList<ColumnDescription>(frame.numCols());
        for (int i = 0; i < frame.numCols(); i++) {
            columns.add(describe(frame.name(i), frame.vec(i)));
        }
        return Optional.of(
                new FrameDescription(key, columns, frame.anyVec().espc().clone(), homes(frame), WaterDoor.members()));
    }

    /** Frames come and go meanwhile, so one that cannot be looked at any more is left out. */
    static List<FrameSummary> list() {
        var frames = new ArrayList<FrameSummary>();
        for (Key<?> key : KeySnapshot.globalSnapshot()
                .filter(new KeySnapshot.KVFilter() {
                    @Override
                    public boolean filter(KeySnapshot.KeyInfo info) {
                        return info.isFrame();
                    }
                })
                .keys()) {
            try {
                Frame frame = DKV.getGet(key);
                if (frame != null) {
                    frames.add(new FrameSummary(key.toString(), frame.numRows(), frame.numCols(), frame.byteSize()));
                }
            } catch (RuntimeException e) {
                Log.debug("Frame " + key + " went while it was listed", e);
            }
        }
        frames.sort(Comparator.comparing(FrameSummary::key));
        return frames;
    }

    private static int[] homes(Frame frame) {
        Vec vec = frame.anyVec();
        int[] homes = new int[vec.nChunks()];
        for (int i = 0; i < homes.length; i++) {
            homes[i] = WaterDoor.home(vec.chunkKey(i));
        }
        return homes;
    }

    private static ColumnDescription describe(String name, Vec vec) {
        var levels = vec.domain();
        return new ColumnDescription(
                name,
                type(vec),
                vec._key.toString(),
                vec.isNumeric() || vec.isTime() ? vec.min() : Double.NaN,
                vec.isNumeric() || vec.isTime() ? vec.max() : Double.NaN,
                vec.naCnt(),
                levels == null ? 0 : levels.length,
                Arrays.equals(levels, BOOLEAN_LEVELS),
                vec.byteSize());
    }

    private static ColumnType type(Vec vec) {
        return switch (vec.get_type()) {
            case Vec.T_BAD -> ColumnType.BAD;
            case Vec.T_UUID -> ColumnType.UUID;
            case Vec.T_STR -> ColumnType.STRING;
            case Vec.T_CAT -> ColumnType.CATEGORICAL;
            case Vec.T_TIME -> ColumnType.TIME;
            default -> vec.isInt() ? ColumnType.INT : ColumnType.REAL;
        };
    }

    /** Shows a frame under its key; whatever had the key before goes away in this one step. */
    static void publish(Frame frame) {
        synchronized (PUBLISHING) {
            frame.delete_and_lock();
            frame.update();
            frame.unlock();
        }
    }

    /**
     * The same, if the key has what it had before; answers whether it does.
     *
     * @param before {@code null} if it had nothing
     */
    static boolean publish(Frame frame, Frame before) throws EngineFailure {
        synchronized (PUBLISHING) {
            refuseOtherKinds(frame._key);
            Frame now = DKV.getGet(frame._key);
            boolean same = (now == null || before == null) ? now == before : Arrays.equals(now.keys(), before.keys());
            if (same) {
                publish(frame);
            }
            return same;
        }
    }

    static boolean delete(String key) throws EngineFailure {
        refuseOtherKinds(key(key));
        Frame frame = DKV.getGet(key(key));
        if (frame == null) {
            return false;
        }
        frame.delete();
        return true;
    }

    /** A frame may replace a frame, but not a model or a job that happens to have the same key. */
    static void refuseOtherKinds(Key<Frame> key) throws EngineFailure {
        Value value = DKV.get(key);
        if (value != null && !value.isFrame()) {
            throw new EngineFailure("The key '" + key + "' belongs to a " + value.className()
                    + ", which a frame may not replace; choose another name");
        }
    }
}
