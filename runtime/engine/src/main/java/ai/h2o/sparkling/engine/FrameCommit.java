package ai.h2o.sparkling.engine;

import ai.h2o.sparkling.engine.api.ColumnKind;
import ai.h2o.sparkling.engine.api.ColumnSpec;
import ai.h2o.sparkling.engine.api.CommitRequest;
import ai.h2o.sparkling.engine.api.EngineFailure;
import ai.h2o.sparkling.engine.api.FrameDescription;
import ai.h2o.sparkling.engine.api.TextForm;
import java.util.stream.IntStream;
import water.DKV;
import water.Futures;
import water.Key;
import water.fvec.ChunkEncoder;
import water.fvec.Frame;
import water.fvec.Vec;
import water.parser.Categorical;

/** Makes one frame of what a conversion staged. Runs on the leader. */
final class FrameCommit {
    private static final String[] BOOLEAN_LEVELS = {"False", "True"};

    private final CommitRequest request;

    FrameCommit(CommitRequest request) {
        this.request = request;
    }

    FrameDescription run() throws EngineFailure {
        Key<Frame> key = Frames.key(request.frameKey());
        Frames.refuseOtherKinds(key);
        Key<Vec>[] vecs = new Vec.VectorGroup().addVecs(request.columns().size());
        boolean complete = false;
        try {
            var winners = Winners.of(request);
            Levels[] domains = domains(winners);
            if (IntStream.of(rowsOfBlocks()).sum() == 0) {
                putEmptyChunks(vecs, domains);
            } else {
                AllNodes.run(new ChunkCommit(winners, vecs, domains));
            }
            publish(key, vecs, domains);
            complete = true;
        } finally {
            AllNodes.run(new DropStage(request.jobId()));
            if (!complete) {
                removeChunks(vecs);
            }
        }
        return Frames.describe(request.frameKey())
                .orElseThrow(() -> new EngineFailure(
                        "Frame '" + request.frameKey() + "' was removed by someone else as soon as it was made"));
    }

    private int[] rowsOfBlocks() {
        return request.partitions().stream()
                .flatMapToInt(partition -> IntStream.of(partition.blockRows()))
                .map(Integer::signum)
                .toArray();
    }

    private Levels[] domains(Winners winners) throws EngineFailure {
        int[] strings = IntStream.range(0, request.columns().size())
                .filter(i -> request.columns().get(i).kind() == ColumnKind.STRING
                        && request.columns().get(i).text() != TextForm.STRINGS)
                .toArray();
        var domains = new Levels[request.columns().size()];
        if (strings.length > 0) {
            var merge = new DomainMerge(winners, strings).doAllNodes();
            for (int i = 0; i < strings.length; i++) {
                var column = request.columns().get(strings[i]);
                domains[strings[i]] = column.text() == TextForm.CATEGORY ? all(merge, i, column) : merge.domain(i);
            }
        }
        return domains;
    }

    private static Levels all(DomainMerge merge, int i, ColumnSpec column) throws EngineFailure {
        var levels = merge.levels(i);
        if (levels.tooMany()) {
            throw new EngineFailure("Column '" + column.name() + "' has more than " + Categorical.MAX_CATEGORICAL_COUNT
                    + " levels, the most that a category of H2O may have; make it a column of strings");
        }
        return levels;
    }

    private void putEmptyChunks(Key<Vec>[] vecs, Levels[] domains) {
        var pending = new Futures();
        for (int i = 0; i < vecs.length; i++) {
            boolean strings = request.columns().get(i).kind() == ColumnKind.STRING && domains[i] == null;
            DKV.put(Vec.chunkKey(vecs[i], 0), ChunkEncoder.empty(strings), pending);
        }
        pending.blockForPending();
    }

    /** The one step that makes the frame visible; whatever had the key before goes away in it. */
    private void publish(Key<Frame> key, Key<Vec>[] keys, Levels[] domains) {
        long[] starts = Winners.chunkStarts(request);
        var vecs = new Vec[keys.length];
        var names = new String[keys.length];
        var pending = new Futures();
        for (int i = 0; i < vecs.length; i++) {
            var column = request.columns().get(i);
            names[i] = column.name();
            vecs[i] = new Vec(
                    keys[i], Vec.ESPC.rowLayout(keys[i], starts), levels(column.kind(), domains[i]), type(i, domains));
            DKV.put(vecs[i], pending);
        }
        pending.blockForPending();
        Frames.publish(new Frame(key, names, vecs));
    }

    private static String[] levels(ColumnKind kind, Levels domain) {
        if (kind == ColumnKind.BOOLEAN) {
            return BOOLEAN_LEVELS.clone();
        }
        if (domain == null) {
            return null;
        }
        return domain.toStrings();
    }

    private byte type(int column, Levels[] domains) {
        return switch (request.columns().get(column).kind()) {
            case DOUBLE, LONG -> Vec.T_NUM;
            case TIME -> Vec.T_TIME;
            case BOOLEAN -> Vec.T_CAT;
            case STRING -> domains[column] == null ? Vec.T_STR : Vec.T_CAT;
            case VECTOR -> throw new IllegalStateException("Vectors become a column for each of their positions");
        };
    }

    private void removeChunks(Key<Vec>[] vecs) {
        int chunks = Winners.chunkStarts(request).length - 1;
        var pending = new Futures();
        for (Key<Vec> vec : vecs) {
            for (int chunk = 0; chunk < chunks; chunk++) {
                DKV.remove(Vec.chunkKey(vec, chunk), pending);
            }
            DKV.remove(vec, pending);
        }
        pending.blockForPending();
    }
}
