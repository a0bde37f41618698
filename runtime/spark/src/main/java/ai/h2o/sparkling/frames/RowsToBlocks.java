package ai.h2o.sparkling.frames;

import ai.h2o.sparkling.engine.api.ColumnBlock;
import ai.h2o.sparkling.frames.ColumnPlan.Getter;
import java.util.stream.IntStream;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.unsafe.Platform;

/**
 * Copies Spark's rows into a block. Columns are grouped by their getter, so that the loop over a row makes no choice and
 * no virtual call for each cell; Spark's rows are nearly always of one class, which the JIT then inlines.
 */
final class RowsToBlocks {
    private static final long MILLIS_PER_DAY = 86_400_000L;
    private static final long MICROS_PER_MILLI = 1_000L;

    private final ColumnPlan plan;
    private final ColumnBlock block;
    private final double[][] doubleCells;
    private final long[][] longCells;
    private final int[] booleans;
    private final int[] bytes;
    private final int[] shorts;
    private final int[] ints;
    private final int[] longs;
    private final int[] floats;
    private final int[] doubles;
    private final int[] decimals;
    private final int[] dates;
    private final int[] timestamps;
    private final int[] strings;
    private final int[] nothings;

    RowsToBlocks(ColumnPlan plan, ColumnBlock block) {
        this.plan = plan;
        this.block = block;
        doubleCells = new double[block.width()][];
        longCells = new long[block.width()][];
        for (int i = 0; i < block.width(); i++) {
            doubleCells[i] = block.column(i).doubles;
            longCells[i] = block.column(i).longs;
        }
        booleans = columns(Getter.BOOLEAN);
        bytes = columns(Getter.BYTE);
        shorts = columns(Getter.SHORT);
        ints = columns(Getter.INT);
        longs = columns(Getter.LONG);
        floats = columns(Getter.FLOAT);
        doubles = columns(Getter.DOUBLE);
        decimals = columns(Getter.DECIMAL);
        dates = columns(Getter.DATE);
        timestamps = columns(Getter.TIMESTAMP);
        strings = columns(Getter.STRING);
        nothings = columns(Getter.NOTHING);
    }

    private int[] columns(Getter getter) {
        return IntStream.range(0, plan.sources().size())
                .filter(i -> plan.sources().get(i).getter() == getter)
                .toArray();
    }

    /** Copies one row to position {@code at} of the block. */
    void copy(InternalRow row, int at) {
        copyFractions(row, at);
        copyIntegers(row, at);
        copyTimes(row, at);
        for (int column : strings) {
            copyString(row, column, at);
        }
    }

    private void copyFractions(InternalRow row, int at) {
        for (int column : doubles) {
            doubleCells[column][at] = row.isNullAt(column) ? Double.NaN : row.getDouble(column);
        }
        for (int column : floats) {
            doubleCells[column][at] = row.isNullAt(column) ? Double.NaN : row.getFloat(column);
        }
        for (int column : decimals) {
            var source = plan.sources().get(column);
            doubleCells[column][at] = row.isNullAt(column)
                    ? Double.NaN
                    : row.getDecimal(column, source.precision(), source.scale()).toDouble();
        }
        for (int column : nothings) {
            doubleCells[column][at] = Double.NaN;
        }
    }

    private void copyIntegers(InternalRow row, int at) {
        for (int column : ints) {
            if (present(row, column, at)) {
                longCells[column][at] = row.getInt(column);
            }
        }
        for (int column : longs) {
            if (present(row, column, at)) {
                longCells[column][at] = row.getLong(column);
            }
        }
        for (int column : booleans) {
            if (present(row, column, at)) {
                longCells[column][at] = row.getBoolean(column) ? 1 : 0;
            }
        }
        for (int column : shorts) {
            if (present(row, column, at)) {
                longCells[column][at] = row.getShort(column);
            }
        }
        for (int column : bytes) {
            if (present(row, column, at)) {
                longCells[column][at] = row.getByte(column);
            }
        }
    }

    private void copyTimes(InternalRow row, int at) {
        for (int column : dates) {
            if (present(row, column, at)) {
                longCells[column][at] = row.getInt(column) * MILLIS_PER_DAY;
            }
        }
        for (int column : timestamps) {
            if (present(row, column, at)) {
                longCells[column][at] = Math.floorDiv(row.getLong(column), MICROS_PER_MILLI);
            }
        }
    }

    private boolean present(InternalRow row, int column, int at) {
        if (row.isNullAt(column)) {
            block.column(column).setMissing(at);
            return false;
        }
        return true;
    }

    private void copyString(InternalRow row, int column, int at) {
        var target = block.column(column);
        if (present(row, column, at)) {
            var value = row.getUTF8String(column);
            int length = value.numBytes();
            int start = target.reserve(length);
            value.writeToMemory(target.bytes, Platform.BYTE_ARRAY_OFFSET + (long) start);
        }
        target.ends[at] = target.bytesUsed();
    }
}
