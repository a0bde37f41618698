package ai.h2o.sparkling.engine;

import ai.h2o.sparkling.engine.api.EngineFailure;
import ai.h2o.sparkling.engine.api.FrameDescription;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import water.DKV;
import water.Futures;
import water.Key;
import water.fvec.Frame;
import water.fvec.Vec;

/** Makes one frame of the rows of two, the first of which is replaced by it. Runs on the leader. */
final class FrameAppend {
    private final String key;
    private final String additionKey;

    FrameAppend(String key, String additionKey) {
        this.key = key;
        this.additionKey = additionKey;
    }

    FrameDescription run() throws EngineFailure {
        try {
            append(frame(key), frame(additionKey));
        } finally {
            Frames.delete(additionKey);
        }
        return Frames.describe(key)
                .orElseThrow(() -> new EngineFailure(
                        "Frame '" + key + "' was removed by someone else as soon as rows had been added to it"));
    }

    private static Frame frame(String key) throws EngineFailure {
        Frames.refuseOtherKinds(Frames.key(key));
        Frame frame = DKV.getGet(Frames.key(key));
        if (frame == null) {
            throw new EngineFailure("Frame '" + key + "' is not there any more");
        }
        return frame;
    }

    private void append(Frame base, Frame addition) throws EngineFailure {
        var added = inOrderOf(base, addition);
        requireSameTypes(base, added);
        if (added[0].length() == 0) {
            return;
        }
        // A frame without rows has one chunk all the same.
        int chunks = base.numRows() == 0 ? 0 : base.anyVec().nChunks();
        long[] starts = starts(base, added[0], chunks);
        Key<Vec>[] keys = new Vec.VectorGroup().addVecs(base.numCols());
        boolean complete = false;
        try {
            var levels = new int[keys.length][];
            var vecs = new Vec[keys.length];
            for (int i = 0; i < keys.length; i++) {
                var domain = new LinkedHashMap<String, Integer>();
                add(base.vec(i).domain(), domain);
                levels[i] = add(added[i].domain(), domain);
                vecs[i] = new Vec(
                        keys[i],
                        Vec.ESPC.rowLayout(keys[i], starts),
                        base.vec(i).isCategorical() ? domain.keySet().toArray(String[]::new) : null,
                        base.vec(i).get_type());
            }
            if (chunks > 0) {
                new ChunkCopies(keys, 0, new int[keys.length][]).doAll(base.vecs());
            }
            new ChunkCopies(keys, chunks, levels).doAll(added);
            publish(base, vecs);
            complete = true;
        } finally {
            if (!complete) {
                remove(keys, starts.length - 1);
            }
        }
    }

    private Vec[] inOrderOf(Frame base, Frame addition) throws EngineFailure {
        var byName = new HashMap<String, Vec>();
        for (int i = 0; i < addition.numCols(); i++) {
            byName.put(addition.name(i), addition.vec(i));
        }
        var vecs = new Vec[base.numCols()];
        for (int i = 0; i < vecs.length; i++) {
            vecs[i] = byName.remove(base.name(i));
            if (vecs[i] == null) {
                throw new EngineFailure("Rows without a column '" + base.name(i) + "' cannot be added to frame '" + key
                        + "', which has one");
            }
        }
        if (!byName.isEmpty()) {
            throw new EngineFailure("Rows with a column '"
                    + byName.keySet().iterator().next() + "' cannot be added to frame '" + key + "', which has none");
        }
        return vecs;
    }

    private void requireSameTypes(Frame base, Vec[] added) throws EngineFailure {
        for (int i = 0; i < added.length; i++) {
            if (base.vec(i).get_type() != added[i].get_type()) {
                throw new EngineFailure("Column '" + base.name(i) + "' of frame '" + key + "' is of type "
                        + base.vec(i).get_type_str() + ", but that of the rows to add is of type "
                        + added[i].get_type_str());
            }
        }
    }

    private static long[] starts(Frame base, Vec added, int chunks) {
        long[] first = base.anyVec().espc();
        long[] second = added.espc();
        long[] starts = Arrays.copyOf(first, chunks + second.length);
        for (int i = 0; i < second.length; i++) {
            starts[chunks + i] = base.numRows() + second[i];
        }
        return starts;
    }

    /** Adds levels to a domain; answers which number each has there, {@code null} if all have their own. */
    private static int[] add(String[] levels, Map<String, Integer> domain) {
        if (levels == null) {
            return null;
        }
        int[] numbers = new int[levels.length];
        boolean same = true;
        for (int i = 0; i < levels.length; i++) {
            var known = domain.putIfAbsent(levels[i], domain.size());
            numbers[i] = known == null ? domain.size() - 1 : known;
            same &= numbers[i] == i;
        }
        return same ? null : numbers;
    }

    private void publish(Frame base, Vec[] vecs) throws EngineFailure {
        var pending = new Futures();
        for (var vec : vecs) {
            DKV.put(vec, pending);
        }
        pending.blockForPending();
        if (!Arrays.equals(frame(key).keys(), base.keys())) {
            throw new EngineFailure(
                    "Frame '" + key + "' was replaced while rows were added to it; the one that replaced it stays");
        }
        Frames.publish(new Frame(base._key, base.names(), vecs));
    }

    private static void remove(Key<Vec>[] keys, int chunks) {
        var pending = new Futures();
        for (var key : keys) {
            for (int chunk = 0; chunk < chunks; chunk++) {
                DKV.remove(Vec.chunkKey(key, chunk), pending);
            }
            DKV.remove(key, pending);
        }
        pending.blockForPending();
    }
}
