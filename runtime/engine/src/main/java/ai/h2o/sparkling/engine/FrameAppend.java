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
import water.parser.Categorical;

/** Makes one frame of the rows of two, the first of which is replaced by it; if that is not there, of the other's alone. Runs on the leader. */
final class FrameAppend {
    /** Each copies the frame. */
    private static final int MOST_ATTEMPTS = 5;

    private final String key;
    private final String additionKey;

    FrameAppend(String key, String additionKey) {
        this.key = key;
        this.additionKey = additionKey;
    }

    FrameDescription run() throws EngineFailure {
        try {
            Frame addition = frame(additionKey);
            if (addition == null) {
                throw new EngineFailure("The rows to add to frame '" + key + "' are not there any more");
            }
            int attempts = 0;
            while (!add(addition)) {
                if (++attempts == MOST_ATTEMPTS) {
                    throw new EngineFailure(
                            "Frame '" + key + "' was replaced each time that rows were to be added to it, " + attempts
                                    + " times; let one writer add at a time");
                }
            }
        } finally {
            Frames.delete(additionKey);
        }
        return Frames.describe(key)
                .orElseThrow(() -> new EngineFailure(
                        "Frame '" + key + "' was removed by someone else as soon as rows had been added to it"));
    }

    private static Frame frame(String key) throws EngineFailure {
        Frames.refuseOtherKinds(Frames.key(key));
        return DKV.getGet(Frames.key(key));
    }

    /** Adds the rows to what is there now; answers whether it was still there when they were to be shown. */
    private boolean add(Frame addition) throws EngineFailure {
        Frame base = frame(key);
        if (base == null) {
            boolean first = Frames.publish(new Frame(Frames.key(key), addition.names(), addition.vecs()), null);
            if (first) {
                // Its columns belong to the other one now.
                DKV.remove(addition._key);
            }
            return first;
        }
        // Of columns that only rows reveal there may be none.
        return addition.numRows() == 0 || append(base, addition);
    }

    private boolean append(Frame base, Frame addition) throws EngineFailure {
        var added = inOrderOf(base, addition);
        requireSameTypes(base, added);
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
                requireNotTooMany(base.name(i), domain.size());
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
            complete = publish(base, vecs);
        } finally {
            if (!complete) {
                remove(keys, starts.length - 1);
            }
        }
        return complete;
    }

    private void requireNotTooMany(String column, int levels) throws EngineFailure {
        if (levels > Categorical.MAX_CATEGORICAL_COUNT) {
            throw new EngineFailure("Column '" + column + "' of frame '" + key + "' would have " + levels
                    + " levels, more than the " + Categorical.MAX_CATEGORICAL_COUNT
                    + " that a category of H2O may have; write the frame anew with columnsToStrings");
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

    private static boolean publish(Frame base, Vec[] vecs) throws EngineFailure {
        var pending = new Futures();
        for (var vec : vecs) {
            DKV.put(vec, pending);
        }
        pending.blockForPending();
        return Frames.publish(new Frame(base._key, base.names(), vecs), base);
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
