package ai.h2o.sparkling.frames.rows;

import ai.h2o.sparkling.errors.ConversionException;
import org.apache.spark.sql.catalyst.expressions.SpecializedGetters;
import org.apache.spark.sql.catalyst.util.ArrayData;

/**
 * Reads vectors of Spark's machine learning where they lie in rows: a struct of kind, size, positions and values, of which dense ones have the
 * values alone.
 */
final class Vectors {
    private static final int FIELDS = 4;
    private static final int KIND = 0;
    private static final int SIZE = 1;
    private static final int POSITIONS = 2;
    private static final int VALUES = 3;
    private static final byte SPARSE = 0;

    /** H2O keeps about a hundred bytes for each column and chunk, whatever is in it. */
    private static final int MOST_POSITIONS = 1_000_000;

    private Vectors() {}

    /**
     * The length of a vector, which is not too long to become columns.
     *
     * @throws ConversionException if it is
     */
    static int allowed(int length, String name) {
        if (length > MOST_POSITIONS) {
            throw new ConversionException(
                    "Column '" + name + "' has a vector of " + length + " positions, which would become as many"
                            + " columns, but there can be " + MOST_POSITIONS + "; hash or select to fewer of them");
        }
        return length;
    }

    /** Takes the entries of a vector, in order. */
    interface Entry {
        /** Answers whether it wants more. */
        boolean take(int position, double value);
    }

    /** Copies a vector that is there into a column of vectors; answers its length. */
    static int copy(SpecializedGetters from, int ordinal, Cells cells, int column, int row) {
        var to = cells.block().column(column);
        var vector = from.getStruct(ordinal, FIELDS);
        var values = vector.getArray(VALUES);
        int count = values.numElements();
        int start = to.reserveEntries(count);
        for (int i = 0; i < count; i++) {
            to.doubles[start + i] = cells.known(values.getDouble(i), column);
        }
        int size;
        if (vector.getByte(KIND) == SPARSE) {
            size = vector.getInt(SIZE);
            copyPositions(vector.getArray(POSITIONS), to.positions, start, count);
        } else {
            size = count;
            for (int i = 0; i < count; i++) {
                to.positions[start + i] = i;
            }
        }
        to.sizes[row] = size;
        to.ends[row] = start + count;
        return size;
    }

    private static void copyPositions(ArrayData from, int[] to, int start, int count) {
        for (int i = 0; i < count; i++) {
            to[start + i] = from.getInt(i);
        }
    }

    /** Visits all positions of a vector, zeros included; answers whether each was taken. */
    static boolean visit(SpecializedGetters from, int ordinal, Entry entry) {
        var vector = from.getStruct(ordinal, FIELDS);
        var values = vector.getArray(VALUES);
        boolean sparse = vector.getByte(KIND) == SPARSE;
        int size = sparse ? vector.getInt(SIZE) : values.numElements();
        var positions = sparse ? vector.getArray(POSITIONS) : null;
        int next = 0;
        for (int i = 0; i < size; i++) {
            boolean there = !sparse || (next < values.numElements() && positions.getInt(next) == i);
            if (!entry.take(i, there ? values.getDouble(next++) : 0)) {
                return false;
            }
        }
        return true;
    }
}
