package water.fvec;

import ai.h2o.sparkling.engine.api.ColumnBlock;
import java.util.Arrays;
import water.util.UnsafeUtils;

/**
 * Encodes rows of vectors into a chunk for each of their positions. Where few cells are not zero the chunk keeps those alone, in the form and
 * from the share on that H2O itself chooses, so that memory and time follow entries and positions, and not rows times positions. Missing cells
 * are kept like entries.
 */
public final class VectorEncoder {
    /** A chunk is sparse if its cells that are not zero, times this, are fewer than its rows: H2O's own rule. */
    private static final int SPARSE_RATIO = 8;

    /** Rows behind which H2O's short row numbers end. */
    private static final int SHORT_ROWS = 65_535;

    private final ColumnBlock.Column vectors;
    private final int rows;
    private final int width;

    /** First entry of each position among those below, and behind the last position their number. */
    private final int[] starts;

    /** Of all entries, in the order of positions and then rows. */
    private final int[] entryRows;

    private final double[] values;

    /** Rows that are missing or shorter than the longest. */
    private final int[] ragged;

    /** For each position how many rows have no cell there. */
    private final int[] missing;

    /** Cells of one position; used again for each of them. */
    private double[] dense = {};

    private int[] sparseRows = {};
    private double[] sparseValues = {};

    private VectorEncoder(ColumnBlock.Column vectors, int rows) {
        this.vectors = vectors;
        this.rows = rows;
        width = Arrays.stream(vectors.sizes, 0, rows).max().orElse(0);
        ragged = raggedRows();
        missing = missing();
        int entries = rows == 0 ? 0 : vectors.ends[rows - 1];
        starts = new int[width + 1];
        entryRows = new int[entries];
        values = new double[entries];
        sort(entries);
    }

    /**
     * Encodes the vectors of a block. A null vector, and what lies behind the end of a shorter one, is missing.
     *
     * @return a chunk for each position of the longest vector
     */
    public static Chunk[] encode(ColumnBlock.Column vectors, int rows) {
        var encoder = new VectorEncoder(vectors, rows);
        var chunks = new Chunk[encoder.width];
        for (int position = 0; position < chunks.length; position++) {
            chunks[position] = encoder.chunk(position);
        }
        return chunks;
    }

    private int[] raggedRows() {
        int[] found = new int[rows];
        int count = 0;
        for (int row = 0; row < rows; row++) {
            // A missing vector has no size.
            if (vectors.sizes[row] < width) {
                found[count++] = row;
            }
        }
        return Arrays.copyOf(found, count);
    }

    /** A counting sort by position, which keeps the order of rows. */
    private void sort(int entries) {
        for (int i = 0; i < entries; i++) {
            starts[vectors.positions[i] + 1]++;
        }
        for (int position = 0; position < width; position++) {
            starts[position + 1] += starts[position];
        }
        int[] next = Arrays.copyOf(starts, width);
        int entry = 0;
        for (int row = 0; row < rows; row++) {
            for (; entry < vectors.ends[row]; entry++) {
                int to = next[vectors.positions[entry]]++;
                entryRows[to] = row;
                values[to] = vectors.doubles[entry];
            }
        }
    }

    private Chunk chunk(int position) {
        int present = starts[position + 1] - starts[position];
        int absent = missing[position];
        if (present + absent == 0) {
            return new C0LChunk(0, rows);
        }
        if (absent == rows) {
            return ChunkEncoder.missing(rows);
        }
        if ((long) SPARSE_RATIO * (present + absent) < rows) {
            return sparse(position, present + absent);
        }
        return dense(position);
    }

    /** For each position how many vectors end before it. */
    private int[] missing() {
        int[] counts = new int[width + 1];
        for (int row : ragged) {
            counts[vectors.sizes[row]]++;
        }
        for (int position = 1; position <= width; position++) {
            counts[position] += counts[position - 1];
        }
        return counts;
    }

    private Chunk dense(int position) {
        if (dense.length < rows) {
            dense = new double[rows];
        }
        Arrays.fill(dense, 0);
        for (int row : ragged) {
            dense[row] = vectors.sizes[row] <= position ? Double.NaN : 0;
        }
        for (int i = starts[position]; i < starts[position + 1]; i++) {
            dense[entryRows[i]] = values[i];
        }
        return ChunkEncoder.doubles(dense, rows);
    }

    /** Gathers the entries and the missing cells of a position in the order of rows; answers their number. */
    private int gather(int position, int most) {
        if (sparseRows.length < most) {
            sparseRows = new int[most];
            sparseValues = new double[most];
        }
        int count = 0;
        int gap = 0;
        for (int i = starts[position]; i < starts[position + 1]; i++) {
            for (; gap < ragged.length && ragged[gap] < entryRows[i]; gap++) {
                count = addMissing(position, ragged[gap], count);
            }
            sparseRows[count] = entryRows[i];
            sparseValues[count++] = values[i];
        }
        for (; gap < ragged.length; gap++) {
            count = addMissing(position, ragged[gap], count);
        }
        return count;
    }

    private int addMissing(int position, int row, int count) {
        if (vectors.sizes[row] > position) {
            return count;
        }
        sparseRows[count] = row;
        sparseValues[count] = Double.NaN;
        return count + 1;
    }

    private Chunk sparse(int position, int most) {
        int count = gather(position, most);
        boolean whole = true;
        boolean single = true;
        double min = 0;
        double max = 0;
        for (int i = 0; i < count; i++) {
            double value = sparseValues[i];
            if (Double.isNaN(value)) {
                continue;
            }
            // Minus zero is no integer: its sign would be lost.
            whole &= (int) value == value && (value != 0 || 1 / value > 0);
            single &= (float) value == value;
            min = Math.min(min, value);
            max = Math.max(max, value);
        }
        if (!whole) {
            return new CXFChunk(reals(count, single ? Float.BYTES : Double.BYTES));
        }
        boolean shorts = rows < SHORT_ROWS && min > Short.MIN_VALUE && max < Short.MAX_VALUE;
        // The smallest integer stands for a missing one.
        return shorts || min > Integer.MIN_VALUE
                ? new CXIChunk(integers(count, shorts ? Short.BYTES : Integer.BYTES))
                : new CXFChunk(reals(count, Double.BYTES));
    }

    private byte[] head(int count, int rowBytes, int valueBytes) {
        byte[] memory = new byte[CXIChunk._OFF + count * (rowBytes + valueBytes)];
        UnsafeUtils.set4(memory, 0, rows);
        memory[4] = (byte) rowBytes;
        memory[5] = (byte) valueBytes;
        return memory;
    }

    private byte[] reals(int count, int bytes) {
        byte[] memory = head(count, Integer.BYTES, bytes);
        int at = CXIChunk._OFF;
        for (int i = 0; i < count; i++) {
            UnsafeUtils.set4(memory, at, sparseRows[i]);
            if (bytes == Float.BYTES) {
                UnsafeUtils.set4f(memory, at + Integer.BYTES, (float) sparseValues[i]);
            } else {
                UnsafeUtils.set8d(memory, at + Integer.BYTES, sparseValues[i]);
            }
            at += Integer.BYTES + bytes;
        }
        return memory;
    }

    /** Row number and value of each cell, both of that many bytes. */
    private byte[] integers(int count, int bytes) {
        byte[] memory = head(count, bytes, bytes);
        int none = (int) CXIChunk.NA(bytes);
        int at = CXIChunk._OFF;
        for (int i = 0; i < count; i++) {
            int value = Double.isNaN(sparseValues[i]) ? none : (int) sparseValues[i];
            if (bytes == Short.BYTES) {
                UnsafeUtils.set2(memory, at, (short) sparseRows[i]);
                UnsafeUtils.set2(memory, at + bytes, (short) value);
            } else {
                UnsafeUtils.set4(memory, at, sparseRows[i]);
                UnsafeUtils.set4(memory, at + bytes, value);
            }
            at += 2 * bytes;
        }
        return memory;
    }
}
