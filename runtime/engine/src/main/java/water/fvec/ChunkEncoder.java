package water.fvec;

import ai.h2o.sparkling.engine.api.ColumnBlock;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.function.IntUnaryOperator;
import water.util.UnsafeUtils;

/**
 * Encodes columns of primitives straight into H2O's compressed chunks, with the form that H2O's own parser chooses for
 * the same numbers. Lives here because the chunks' constructors are package-private.
 */
public final class ChunkEncoder {
    /** Up to here every whole double is exact, so it may be kept as an integer. */
    private static final double EXACT = 1L << 53;

    private ChunkEncoder() {}

    /** A chunk of doubles; NaN is a missing value. */
    public static Chunk doubles(double[] values, int rows) {
        boolean whole = true;
        boolean single = true;
        boolean constant = true;
        int missing = 0;
        double first = values[0];
        long firstBits = Double.doubleToRawLongBits(first);
        long min = Long.MAX_VALUE;
        long max = Long.MIN_VALUE;
        for (int i = 0; i < rows && (whole || single || constant); i++) {
            double value = values[i];
            if (Double.isNaN(value)) {
                missing++;
                constant &= Double.isNaN(first);
                continue;
            }
            long bits = Double.doubleToRawLongBits(value);
            constant &= bits == firstBits;
            single &= (float) value == value;
            if (whole) {
                long integer = (long) value;
                // Minus zero is no integer: its sign would be lost.
                whole = integer == value && Math.abs(value) <= EXACT && (integer != 0 || bits == 0);
                min = Math.min(min, integer);
                max = Math.max(max, integer);
            }
        }
        if (constant && Double.isNaN(first)) {
            return new C0DChunk(Double.NaN, rows);
        }
        if (constant && !whole) {
            return new C0DChunk(first, rows);
        }
        if (whole) {
            return wholeDoubles(values, rows, min, max, missing > 0);
        }
        if (single) {
            byte[] memory = new byte[rows << 2];
            for (int i = 0; i < rows; i++) {
                UnsafeUtils.set4f(memory, i << 2, (float) values[i]);
            }
            return new C4FChunk(memory);
        }
        byte[] memory = new byte[rows << 3];
        ByteBuffer.wrap(memory).order(ByteOrder.nativeOrder()).asDoubleBuffer().put(values, 0, rows);
        return new C8DChunk(memory);
    }

    private static Chunk wholeDoubles(double[] values, int rows, long min, long max, boolean anyMissing) {
        long[] integers = new long[rows];
        for (int i = 0; i < rows; i++) {
            double value = values[i];
            integers[i] = !Double.isNaN(value) ? (long) value : Long.MIN_VALUE;
        }
        return integers(integers, rows, min, max, anyMissing);
    }

    /** A chunk of integers, whose missing cells {@code mask} names. The missing cells of {@code values} are changed. */
    public static Chunk longs(long[] values, ColumnBlock.Column mask, int rows) {
        long min = Long.MAX_VALUE;
        long max = Long.MIN_VALUE;
        boolean anyMissing = mask.anyMissing();
        int missing = 0;
        for (int i = 0; i < rows; i++) {
            if (anyMissing && mask.isMissing(i)) {
                missing++;
                values[i] = Long.MIN_VALUE;
                continue;
            }
            min = Math.min(min, values[i]);
            max = Math.max(max, values[i]);
        }
        if (missing == rows) {
            return new C0DChunk(Double.NaN, rows);
        }
        if (min == Long.MIN_VALUE) {
            return withSmallestLong(values, mask, rows);
        }
        return integers(values, rows, min, max, missing > 0);
    }

    /** H2O's integers have no place for -2^63, which marks a missing value; a double holds it exactly. */
    private static Chunk withSmallestLong(long[] values, ColumnBlock.Column mask, int rows) {
        byte[] memory = new byte[rows << 3];
        for (int i = 0; i < rows; i++) {
            UnsafeUtils.set8d(memory, i << 3, mask.isMissing(i) ? Double.NaN : values[i]);
        }
        return new C8DChunk(memory);
    }

    /** A chunk of levels: {@code codes} looked up in {@code levels}; a negative code is a missing value. */
    public static Chunk levels(int[] codes, int[] levels) {
        long[] values = new long[codes.length];
        long min = Long.MAX_VALUE;
        long max = Long.MIN_VALUE;
        int missing = 0;
        for (int i = 0; i < codes.length; i++) {
            if (codes[i] < 0) {
                missing++;
                values[i] = Long.MIN_VALUE;
                continue;
            }
            int level = levels[codes[i]];
            values[i] = level;
            min = Math.min(min, level);
            max = Math.max(max, level);
        }
        return missing == codes.length
                ? new C0DChunk(Double.NaN, codes.length)
                : integers(values, codes.length, min, max, missing > 0);
    }

    /** At least one value is not missing; a missing value is {@code Long.MIN_VALUE}. */
    private static Chunk integers(long[] values, int rows, long min, long max, boolean anyMissing) {
        if (!anyMissing && min == max) {
            return new C0LChunk(min, rows);
        }
        if (!anyMissing && min >= 0 && max <= 0xFF) {
            return new C1NChunk(bytes(values, rows, 0, 0));
        }
        // The difference overflows for the widest ranges, which then are negative and so out of every small range.
        long range = max - min;
        if (range >= 0 && range < 0xFF) {
            return min >= 0 && max < 0xFF
                    ? new C1Chunk(bytes(values, rows, 0, 0))
                    : new C1SChunk(bytes(values, rows, CSChunk._OFF, min), min, 0);
        }
        if (range >= 0 && range < 0xFFFF) {
            if (min > Short.MIN_VALUE && max <= Short.MAX_VALUE) {
                return new C2Chunk(shorts(values, rows, 0, 0));
            }
            long bias = min - (Short.MIN_VALUE + 1);
            return new C2SChunk(shorts(values, rows, CSChunk._OFF, bias), bias, 0);
        }
        if (min > Integer.MIN_VALUE && max <= Integer.MAX_VALUE) {
            byte[] memory = new byte[rows << 2];
            for (int i = 0; i < rows; i++) {
                UnsafeUtils.set4(memory, i << 2, values[i] == Long.MIN_VALUE ? C4Chunk._NA : (int) values[i]);
            }
            return new C4Chunk(memory);
        }
        byte[] memory = new byte[rows << 3];
        ByteBuffer.wrap(memory).order(ByteOrder.nativeOrder()).asLongBuffer().put(values, 0, rows);
        return new C8Chunk(memory);
    }

    private static byte[] bytes(long[] values, int rows, int offset, long bias) {
        byte[] memory = new byte[offset + rows];
        for (int i = 0; i < rows; i++) {
            memory[offset + i] = (byte) (values[i] == Long.MIN_VALUE ? C1Chunk._NA : values[i] - bias);
        }
        return memory;
    }

    private static byte[] shorts(long[] values, int rows, int offset, long bias) {
        byte[] memory = new byte[offset + (rows << 1)];
        for (int i = 0; i < rows; i++) {
            short value = (short) (values[i] == Long.MIN_VALUE ? C2Chunk._NA : values[i] - bias);
            UnsafeUtils.set2(memory, offset + (i << 1), value);
        }
        return memory;
    }

    /**
     * A chunk of strings.
     *
     * @param start where in {@code utf8} the string of a row starts, negative for a missing value
     * @param end where it ends
     */
    public static Chunk strings(int rows, IntUnaryOperator start, IntUnaryOperator end, byte[] utf8) {
        int[] offsets = new int[rows];
        int length = 0;
        for (int row = 0; row < rows; row++) {
            int from = start.applyAsInt(row);
            // Each string is followed by a zero byte.
            length = from < 0 ? length : Math.addExact(length, end.applyAsInt(row) - from + 1);
        }
        byte[] text = new byte[length];
        int used = 0;
        for (int row = 0; row < rows; row++) {
            int from = start.applyAsInt(row);
            if (from < 0) {
                offsets[row] = CStrChunk.NA;
                continue;
            }
            int size = end.applyAsInt(row) - from;
            offsets[row] = used;
            System.arraycopy(utf8, from, text, used, size);
            used += size + 1;
        }
        return new CStrChunk(text.length, text, rows, rows, null, offsets);
    }

    /** A chunk without a value, of whatever type. */
    public static Chunk missing(int rows) {
        return new C0DChunk(Double.NaN, rows);
    }

    /** The only chunk of a column without rows. */
    public static Chunk empty(boolean strings) {
        return strings ? strings(0, row -> -1, row -> -1, new byte[0]) : new C0DChunk(Double.NaN, 0);
    }

    /** Decodes a numeric chunk; missing values are NaN. */
    static double[] toDoubles(Chunk chunk) {
        return chunk.getDoubles(new double[chunk._len], 0, chunk._len, Double.NaN);
    }

    /** Decodes a chunk of integers; missing values are {@code Long.MIN_VALUE}. */
    static long[] toLongs(Chunk chunk) {
        int rows = chunk._len;
        long[] values = new long[rows];
        byte[] memory = chunk._mem;
        if (chunk instanceof C0LChunk) {
            Arrays.fill(values, chunk.at8_impl(0));
        } else if (chunk instanceof C1NChunk) {
            for (int i = 0; i < rows; i++) {
                values[i] = 0xFF & memory[i];
            }
        } else if (chunk instanceof C1Chunk) {
            for (int i = 0; i < rows; i++) {
                int value = 0xFF & memory[i];
                values[i] = value == C1Chunk._NA ? Long.MIN_VALUE : value;
            }
        } else if (chunk instanceof C2Chunk) {
            for (int i = 0; i < rows; i++) {
                int value = UnsafeUtils.get2(memory, i << 1);
                values[i] = value == C2Chunk._NA ? Long.MIN_VALUE : value;
            }
        } else if (chunk instanceof C4Chunk) {
            for (int i = 0; i < rows; i++) {
                int value = UnsafeUtils.get4(memory, i << 2);
                values[i] = value == C4Chunk._NA ? Long.MIN_VALUE : value;
            }
        } else if (chunk instanceof C8Chunk) {
            ByteBuffer.wrap(memory)
                    .order(ByteOrder.nativeOrder())
                    .asLongBuffer()
                    .get(values);
        } else {
            // The rarer forms, among them whole numbers that H2O keeps as doubles.
            for (int i = 0; i < rows; i++) {
                values[i] = chunk.isNA_impl(i) ? Long.MIN_VALUE : chunk.at8_impl(i);
            }
        }
        return values;
    }
}
