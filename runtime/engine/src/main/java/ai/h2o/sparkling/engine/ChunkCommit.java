package ai.h2o.sparkling.engine;

import java.util.Arrays;
import water.DKV;
import water.Futures;
import water.Key;
import water.MRTask;
import water.fvec.Chunk;
import water.fvec.ChunkEncoder;
import water.fvec.Vec;

/** Turns what the winners staged on each node into chunks and sends them to their homes. */
final class ChunkCommit extends MRTask<ChunkCommit> {
    private static final long serialVersionUID = 1L;

    private final Winners winners;
    private final Key<Vec>[] vecs;

    /** For each column its levels, {@code null} for columns that are no category. */
    private final Levels[] domains;

    ChunkCommit(Winners winners, Key<Vec>[] vecs, Levels[] domains) {
        this.winners = winners;
        this.vecs = vecs;
        this.domains = domains;
    }

    @Override
    protected void setupLocal() {
        var pending = new Futures();
        for (int winner : winners.here()) {
            StagedRows rows = winners.rows(winner);
            int[][] levels = levels(rows.dictionaries());
            int firstChunk = winners.firstChunk(winner);
            for (int i = 0; i < rows.blocks().size(); i++) {
                var block = rows.blocks().get(i);
                for (int column = 0; column < vecs.length; column++) {
                    Chunk chunk = chunk(block, column, rows.dictionaries()[column], levels[column]);
                    DKV.put(Vec.chunkKey(vecs[column], firstChunk + i), chunk, pending);
                }
            }
        }
        pending.blockForPending();
    }

    /** For each category the level of each code of this partition. */
    private int[][] levels(Dictionary[] dictionaries) {
        var levels = new int[vecs.length][];
        for (int column = 0; column < levels.length; column++) {
            var dictionary = dictionaries[column];
            if (dictionary == null || domains[column] == null) {
                continue;
            }
            int[] level = new int[dictionary.size()];
            for (int code = 0; code < level.length; code++) {
                byte[] value = Arrays.copyOfRange(dictionary.bytes(), dictionary.start(code), dictionary.end(code));
                level[code] = domains[column].indexOf(value);
            }
            levels[column] = level;
        }
        return levels;
    }

    private static Chunk chunk(StagedRows.Block block, int column, Dictionary dictionary, int[] levels) {
        if (dictionary == null) {
            return block.chunks()[column];
        }
        int[] codes = block.codes()[column];
        return levels == null ? strings(codes, dictionary) : ChunkEncoder.levels(codes, levels);
    }

    private static Chunk strings(int[] codes, Dictionary dictionary) {
        return ChunkEncoder.strings(
                codes.length,
                row -> codes[row] == Dictionary.MISSING ? -1 : dictionary.start(codes[row]),
                row -> dictionary.end(codes[row]),
                dictionary.bytes());
    }
}
