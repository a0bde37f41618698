package ai.h2o.sparkling.engine;

import java.util.List;
import water.fvec.Chunk;

/**
 * The rows of one attempt of one partition, encoded as far as one partition alone allows. Columns that have grown are only in the blocks since
 * then.
 *
 * @param blocks the blocks, in order
 * @param dictionaries for each string column what its codes mean, {@code null} for other columns
 */
record StagedRows(List<Block> blocks, List<Dictionary> dictionaries) {
    /** What the codes of a column mean; {@code null} if it has none, or is not there. */
    Dictionary dictionary(int column) {
        return column < 0 || column >= dictionaries.size() ? null : dictionaries.get(column);
    }

    /**
     * One block.
     *
     * @param rows number of rows
     * @param cells its columns, {@code null} for those without any
     */
    record Block(int rows, Cells[] cells) {
        /** The cells of a column; {@code null} if it is not there. */
        Cells cells(int column) {
            return column < 0 || column >= cells.length ? null : cells[column];
        }
    }

    /** The cells of one column of a block. */
    sealed interface Cells {}

    /** A finished chunk. */
    record Finished(Chunk chunk) implements Cells {}

    /** Codes into the partition's dictionary, {@code Dictionary.MISSING} for no value. */
    record Codes(int[] codes) implements Cells {}

    /** A finished chunk for each position of the vectors, as many as the longest one has. */
    record Positions(Chunk[] chunks) implements Cells {}
}
