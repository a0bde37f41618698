package ai.h2o.sparkling.engine.api;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * A block of rows in columns of primitives: filled by a Spark task, read by the engine, then cleared and filled again.
 * The arrays are open to both sides, because a method call for each cell would cost more than the cell.
 *
 * <p>Columns may be added while it is filled, for what only the rows tell: elements of arrays, keys of maps. Such grown columns stay, and in
 * rows in which nobody writes to them they are missing.
 *
 * <p>Owned by one thread at a time: the task that fills it, and the engine during {@link BlockWriter#append}.
 */
public final class ColumnBlock {
    /** The most rows a block can hold. */
    public static final int MAX_ROWS = 65_536;

    /** The most memory that the fixed-width cells of a block take, and about the most that its text, vectors and grown columns take each. */
    public static final int MAX_BYTES = 16 << 20;

    private final int fixed;
    private final int capacity;

    private final Load load = new Load();

    private Column[] columns;
    private int width;
    private int rows;

    public ColumnBlock(List<ColumnKind> kinds) {
        this(kinds, rowsThatFit(kinds.size()));
    }

    /** @param capacity the most rows that it is to hold */
    public ColumnBlock(List<ColumnKind> kinds, int capacity) {
        this(kinds, capacity, new BitSet());
    }

    /** @param empty columns that nobody has written to, which take no room */
    ColumnBlock(List<ColumnKind> kinds, int capacity, BitSet empty) {
        this.capacity = capacity;
        fixed = kinds.size();
        width = fixed;
        columns = new Column[fixed];
        for (int i = 0; i < fixed; i++) {
            columns[i] = new Column(kinds.get(i), empty.get(i) ? 0 : capacity, load, empty.get(i));
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
        for (int i = fixed; i < width; i++) {
            if (!columns[i].isEmpty()) {
                columns[i].missUntil(count);
            }
        }
    }

    public int width() {
        return width;
    }

    public Column column(int index) {
        return columns[index];
    }

    /** The kinds of all columns, in order. */
    public List<ColumnKind> kinds() {
        return Arrays.stream(columns, 0, width).map(Column::kind).toList();
    }

    /** What all columns together hold; one for all of them. */
    private static final class Load {
        /** Bytes of text and of vectors. */
        private long variableBytes;

        /** Grown columns that have a cell. */
        private int grown;
    }

    /** Whether another row may be written behind those that are there: the first one always, however large it is. */
    public boolean hasRoom(int filled) {
        return filled == 0
                || (filled < capacity && bytesUsed() < MAX_BYTES && cells(filled + 1, load.grown) <= MAX_BYTES);
    }

    /**
     * Whether another column may grow, or one that is empty get its first cell, while row {@code row} is written. If not, the rows before it are to
     * go first.
     */
    public boolean hasRoomForColumn(int row) {
        return row == 0 || cells(row + 1, load.grown + 1) <= MAX_BYTES;
    }

    private static long cells(int rows, int columns) {
        return (long) rows * columns * Double.BYTES;
    }

    /** Adds a column; answers its index. It is missing in all rows but those of which {@link Column#reach} is called. */
    public int grow(ColumnKind kind) {
        if (kind == ColumnKind.VECTOR) {
            throw new IllegalArgumentException("A column of vectors cannot grow");
        }
        if (width == columns.length) {
            columns = Arrays.copyOf(columns, Math.max(16, width * 2));
        }
        columns[width] = new Column(kind, 0, load, true);
        return width++;
    }

    /** Bytes of text and of vectors in all columns together. */
    public long bytesUsed() {
        return load.variableBytes;
    }

    /** Makes the block empty, keeping its columns and, unless they have become large, their arrays. */
    public void clear() {
        rows = 0;
        load.variableBytes = 0;
        load.grown = 0;
        long held = 0;
        for (int i = 0; i < width; i++) {
            columns[i].clear();
            held += i < fixed ? 0 : columns[i].fixedBytes() + columns[i].bytes.length;
        }
        // Other rows may need other columns.
        for (int i = fixed; i < width && held > 2L * MAX_BYTES; i++) {
            columns[i] = new Column(columns[i].kind, 0, load, true);
        }
    }

    /** The cells of one column. Which of the arrays is used depends on the kind; the others are empty. */
    public static final class Column {
        private static final double[] NO_DOUBLES = {};
        private static final long[] NO_LONGS = {};
        private static final int[] NO_INTS = {};
        private static final byte[] NO_BYTES = {};
        private static final int FEW = 8;
        private static final int ENTRY_BYTES = Double.BYTES + Integer.BYTES;

        private final ColumnKind kind;

        /** Cells of {@link ColumnKind#DOUBLE}; the entries of all vectors of the block, end to end. */
        public double[] doubles;

        /** Cells of the integral kinds; what a missing cell holds is undefined. */
        public long[] longs;

        /** Bit i is set if cell i is missing; not used for {@link ColumnKind#DOUBLE}. */
        public long[] missing;

        /** End of each string in {@link #bytes}, or of each vector's entries; it starts where the one before ends. */
        public int[] ends;

        /** UTF-8 of all strings of the block, end to end. */
        public byte[] bytes;

        /** Position in its vector of each entry, rising in each vector. */
        public int[] positions;

        /** Length of each vector. */
        public int[] sizes;

        int bytesUsed;
        int entriesUsed;
        boolean anyMissing;

        private final Load load;
        private final boolean grown;

        /** Of a grown column: how many rows are written or missing. */
        private int reached;

        private Column(ColumnKind kind, int capacity, Load load, boolean grown) {
            this.kind = kind;
            this.load = load;
            this.grown = grown;
            boolean vector = kind == ColumnKind.VECTOR;
            doubles = kind == ColumnKind.DOUBLE || vector ? new double[capacity] : NO_DOUBLES;
            positions = vector ? new int[capacity] : NO_INTS;
            sizes = vector ? new int[capacity] : NO_INTS;
            longs = kind.integral() ? new long[capacity] : NO_LONGS;
            missing = kind == ColumnKind.DOUBLE ? NO_LONGS : new long[words(capacity)];
            ends = kind.variable() ? new int[capacity] : NO_INTS;
            bytes = kind == ColumnKind.STRING ? new byte[Math.max(FEW, capacity)] : NO_BYTES;
        }

        private static int words(int rows) {
            return (rows + 63) >>> 6;
        }

        public ColumnKind kind() {
            return kind;
        }

        /** Whether it has grown but nobody has written to it in this block; its arrays are not to be looked at then. */
        public boolean isEmpty() {
            return grown && reached == 0;
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

        /** Says of a grown column that its cell of a row is written next. Rows come in order; one that comes twice is written anew. */
        public void reach(int row) {
            if (reached == 0) {
                load.grown++;
            } else if (reached > row) {
                forget(row);
            }
            missUntil(row);
            hold(row + 1);
            reached = row + 1;
        }

        /** Takes back what was last written. */
        private void forget(int row) {
            if (kind == ColumnKind.DOUBLE) {
                return;
            }
            missing[row >>> 6] &= ~(1L << (row & 63));
            if (kind == ColumnKind.STRING) {
                int start = row == 0 ? 0 : ends[row - 1];
                load.variableBytes -= bytesUsed - start;
                bytesUsed = start;
            }
        }

        /** The rows of a grown column that nobody has written, up to that one, are missing. */
        private void missUntil(int row) {
            hold(row);
            for (; reached < row; reached++) {
                miss(reached);
            }
        }

        /** Makes the cell of a row, of whatever kind, a missing one. */
        public void miss(int row) {
            if (kind == ColumnKind.DOUBLE) {
                doubles[row] = Double.NaN;
                return;
            }
            setMissing(row);
            if (kind == ColumnKind.STRING) {
                ends[row] = bytesUsed;
            } else if (kind == ColumnKind.VECTOR) {
                ends[row] = entriesUsed;
                sizes[row] = 0;
            }
        }

        private void hold(int rows) {
            int now = kind == ColumnKind.DOUBLE ? doubles.length : kind.integral() ? longs.length : ends.length;
            if (rows <= now) {
                return;
            }
            int more = Math.max(rows, Math.max(FEW, now * 2));
            switch (kind) {
                case DOUBLE -> doubles = Arrays.copyOf(doubles, more);
                case STRING -> ends = Arrays.copyOf(ends, more);
                default -> longs = Arrays.copyOf(longs, more);
            }
            missing = kind == ColumnKind.DOUBLE ? NO_LONGS : Arrays.copyOf(missing, words(more));
        }

        private long fixedBytes() {
            return (long) (doubles.length + longs.length + missing.length) * Long.BYTES
                    + (long) ends.length * Integer.BYTES;
        }

        /** Makes room for {@code length} more bytes of text and answers where they go. */
        public int reserve(int length) {
            int start = bytesUsed;
            int end = Math.addExact(start, length);
            if (end > bytes.length) {
                bytes = Arrays.copyOf(bytes, larger(bytes.length, end));
            }
            bytesUsed = end;
            load.variableBytes += length;
            return start;
        }

        public int bytesUsed() {
            return bytesUsed;
        }

        /** Makes room for {@code count} more entries of vectors and answers where they go. */
        public int reserveEntries(int count) {
            int start = entriesUsed;
            int end = Math.addExact(start, count);
            if (end > positions.length) {
                positions = Arrays.copyOf(positions, larger(positions.length, end));
                doubles = Arrays.copyOf(doubles, positions.length);
            }
            entriesUsed = end;
            load.variableBytes += (long) count * ENTRY_BYTES;
            return start;
        }

        public int entriesUsed() {
            return entriesUsed;
        }

        private static int larger(int length, int needed) {
            return (int) Math.min(Integer.MAX_VALUE - 8L, Math.max(needed, length * 2L));
        }

        private void clear() {
            if (anyMissing) {
                Arrays.fill(missing, 0);
                anyMissing = false;
            }
            if (bytes.length > 2 * MAX_BYTES) {
                bytes = new byte[FEW];
            }
            if (positions.length > 2 * MAX_BYTES / ENTRY_BYTES) {
                positions = new int[FEW];
                doubles = new double[FEW];
            }
            bytesUsed = 0;
            entriesUsed = 0;
            reached = 0;
        }
    }
}
