package ai.h2o.sparkling.engine;

import water.DKV;
import water.Key;
import water.MRTask;
import water.fvec.Chunk;
import water.fvec.ChunkEncoder;
import water.fvec.Vec;

/** Copies the chunks of columns into others, whose levels may have other numbers. */
final class ChunkCopies extends MRTask<ChunkCopies> {
    private static final long serialVersionUID = 1L;

    private final Key<Vec>[] to;
    private final int firstChunk;

    /** For each column which number each of its levels has there, {@code null} if it keeps its own. */
    private final int[][] levels;

    ChunkCopies(Key<Vec>[] to, int firstChunk, int[][] levels) {
        this.to = to;
        this.firstChunk = firstChunk;
        this.levels = levels;
    }

    @Override
    public void map(Chunk[] chunks) {
        for (int i = 0; i < chunks.length; i++) {
            var key = Vec.chunkKey(to[i], firstChunk + chunks[i].cidx());
            DKV.put(key, levels[i] == null ? chunks[i].deepCopy() : renumbered(chunks[i], levels[i]), _fs);
        }
    }

    private static Chunk renumbered(Chunk chunk, int[] levels) {
        int[] codes = new int[chunk.len()];
        for (int row = 0; row < codes.length; row++) {
            codes[row] = chunk.isNA(row) ? Dictionary.MISSING : (int) chunk.at8(row);
        }
        return ChunkEncoder.levels(codes, levels);
    }
}
