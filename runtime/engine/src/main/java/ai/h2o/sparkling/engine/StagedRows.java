package ai.h2o.sparkling.engine;

import java.util.List;
import water.fvec.Chunk;

/**
 * The rows of one attempt of one partition, encoded as far as one partition alone allows.
 *
 * @param blocks the blocks, in order
 * @param dictionaries for each string column what its codes mean, {@code null} for other columns
 */
record StagedRows(List<Block> blocks, Dictionary[] dictionaries) {
    /**
     * One block.
     *
     * @param rows number of rows
     * @param chunks finished chunks of all columns but strings
     * @param codes for string columns, codes into the partition's dictionary, {@code Dictionary.MISSING} for no value
     */
    record Block(int rows, Chunk[] chunks, int[][] codes) {}
}
