package ai.h2o.sparkling.engine.api;

import java.util.Arrays;
import java.util.List;

/**
 * A block of rows in columns of primitives: filled by a Spark task, read by the engine, then cleared and filled again.
 * The arrays are open to both sides, because a method call for each cell would cost more than the cell.
 *
 * <p>Owned by one thread at a time: the task that fills it, and the engine during {@link BlockWriter#append}.
 */
public final class ColumnBlock {
    /** The most rows a block can hold. */
    public static final int MAX_ROWS = 65_536;

    /** The most memory that the fixed-width cells of a block take. */
    public static final int MAX_BYTES = 16 << 20;

    private final Column[] columns;
    private final int capacity;
    private int rows;

    public ColumnBlock(List<ColumnKind> kinds) {
        this(kinds, rowsThatFit(kinds.size()));
    }

    /** @param capacity the most rows that it is to hold */
    public ColumnBlock(List<ColumnKind> kinds, int capacity) {
        this.capacity = capacity;
        columns = new Column[kinds.size()];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = new Column(kinds.get(i), capacity);
        }
    }

    /** Rows of a block with that many columns of eight bytes a cell. */
    public static int rowsThatFit(int columns) {
        return Math.max(1, Math.min(MAX_ROWS, MAX_BYTES / (Double.BYTES * Math.max(1, columns))));
    }

    public int capacity() {
        return capacity;
    }

    public int rows() {
        return rows;
    }

    /** Says that rows 0 to {@code count - 1} of every column are filled. */
    public void rows(int count) {
        if (count < 0 || count > capacity) {
            throw new IllegalArgumentException("rows is " + count + ", must be 0 to " + capacity);
        }
        rows = count;
    }

    public int width() {
        return columns.length;
    }

    public Column column(int index) {
        return columns[index];
    }

    /** Bytes of text in all string columns together. */
    public long bytesUsed() {
        long used = 0;
        for (Column column : columns) {
            used += column.bytesUsed;
        }
        return used;
    }

    /** Makes the block empty, keeping its arrays. */
    public void clear() {
        rows = 0;
        for (Column column : columns) {
            column.clear();
        }
    }

    /** The cells of one column. Which of the arrays is used depends on the kind; the others are empty. */
    public static final class Column {
        private static final double[] NO_DOUBLES = {};
        private static final long[] NO_LONGS = {};
        private static final int[] NO_INTS = {};
        private static final byte[] NO_BYTES = {};

        private final ColumnKind kind;

        /** Cells of {@link ColumnKind#DOUBLE}. */
        public final double[] doubles;

        /** Cells of the integral kinds; what a missing cell holds is undefined. */
        public final long[] longs;

        /** Bit i is set if cell i is missing; not used for {@link ColumnKind#DOUBLE}. */
        public final long[] missing;

        /** End of each string in {@link #bytes}; a string starts where the one before ends. */
        public final int[] ends;

        /** UTF-8 of all strings of the block, end to end. */
        public byte[] bytes;

        int bytesUsed;
        boolean anyMissing;

        private Column(ColumnKind kind, int capacity) {
            this.kind = kind;
            doubles = kind == ColumnKind.DOUBLE ? new double[capacity] : NO_DOUBLES;
            longs = kind.integral() ? new long[capacity] : NO_LONGS;
            missing = kind == ColumnKind.DOUBLE ? NO_LONGS : new long[(capacity + 63) >>> 6];
            ends = kind == ColumnKind.STRING ? new int[capacity] : NO_INTS;
            bytes = kind == ColumnKind.STRING ? new byte[Math.max(64, capacity)] : NO_BYTES;
        }

        public ColumnKind kind() {
            return kind;
        }

        public void setMissing(int row) {
            missing[row >>> 6] |= 1L << (row & 63);
            anyMissing = true;
        }

        public boolean isMissing(int row) {
            return anyMissing && (missing[row >>> 6] & 1L << (row & 63)) != 0;
        }

        public boolean anyMissing() {
            return anyMissing;
        }

        /** Makes room for {@code length} more bytes of text and answers where they go. */
        public int reserve(int length) {
            int start = bytesUsed;
            int end = Math.addExact(start, length);
            if (end > bytes.length) {
                bytes = Arrays.copyOf(bytes, (int) Math.min(Integer.MAX_VALUE - 8L, Math.max(end, bytes.length * 2L)));
            }
            bytesUsed = end;
            return start;
        }

        public int bytesUsed() {
            return bytesUsed;
        }

        private void clear() {
            if (anyMissing) {
                Arrays.fill(missing, 0);
                anyMissing = false;
            }
            bytesUsed = 0;
        }
    }
}
