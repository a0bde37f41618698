package ai.h2o.sparkling.frames.rows;

import ai.h2o.sparkling.engine.api.ColumnBlock;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.catalyst.InternalRow;

/** Copies Spark's rows into a block, and remembers what they told of its columns. Used by one task. */
public final class RowsToBlocks {
    private final List<GrownColumn> grown = new ArrayList<>();
    private final Cells cells;
    private final FixedCells row;
    private final int[] lengths;
    private final int[] vectors;

    public RowsToBlocks(ColumnPlan plan, ColumnBlock block) {
        cells = new Cells(block);
        lengths = new int[block.width()];
        vectors = plan.slots().stream()
                .filter(Slot::isVector)
                .mapToInt(Slot::column)
                .toArray();
        row = new FixedCells(plan.row(), plan.slots().iterator(), cells, grown, lengths);
    }

    /**
     * Copies one row to position {@code at} of the block.
     *
     * @return whether it is there; if not, the rows before it are to be taken out first, and the row copied again
     */
    public boolean copy(InternalRow from, int at) {
        return row.copy(from, at);
    }

    /** What the rows so far have told. */
    public PartitionColumns columns() {
        return new PartitionColumns(
                grown, IntStream.of(vectors).map(column -> lengths[column]).toArray(), cells.losses());
    }
}
