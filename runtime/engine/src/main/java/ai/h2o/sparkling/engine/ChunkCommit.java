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
            int firstChunk = winners.firstChunk(winner);
            for (int column = 0; column < vecs.length; column++) {
                var dictionary = rows.dictionary(winners.place(winner, column));
                int[] levels = levels(dictionary, domains[column]);
                for (int i = 0; i < rows.blocks().size(); i++) {
                    Chunk chunk = chunk(rows.blocks().get(i), winner, column, dictionary, levels);
                    DKV.put(Vec.chunkKey(vecs[column], firstChunk + i), chunk, pending);
                }
            }
        }
        pending.blockForPending();
    }

    /** For a category the level of each code of this partition. */
    private static int[] levels(Dictionary dictionary, Levels domain) {
        if (dictionary == null || domain == null) {
            return null;
        }
        int[] level = new int[dictionary.size()];
        for (int code = 0; code < level.length; code++) {
            byte[] value = Arrays.copyOfRange(dictionary.bytes(), dictionary.start(code), dictionary.end(code));
            level[code] = domain.indexOf(value);
        }
        return level;
    }

    private Chunk chunk(StagedRows.Block block, int winner, int column, Dictionary dictionary, int[] levels) {
        var cells = block.cells(winners.place(winner, column));
        if (cells instanceof StagedRows.Finished finished) {
            return finished.chunk();
        } else if (cells instanceof StagedRows.Codes coded) {
            return levels == null ? strings(coded.codes(), dictionary) : ChunkEncoder.levels(coded.codes(), levels);
        } else if (cells instanceof StagedRows.Positions positions
                && winners.element(column) < positions.chunks().length) {
            return positions.chunks()[winners.element(column)];
        }
        return ChunkEncoder.missing(block.rows());
    }

    private static Chunk strings(int[] codes, Dictionary dictionary) {
        return ChunkEncoder.strings(
                codes.length,
                row -> codes[row] == Dictionary.MISSING ? -1 : dictionary.start(codes[row]),
                row -> dictionary.end(codes[row]),
                dictionary.bytes());
    }
}
