package water.fvec;

import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Decimal;

/**
 * Integers, levels of booleans, and times, decoded from a chunk; {@code Long.MIN_VALUE} is a missing value. Times are
 * turned from H2O's milliseconds into the unit of their Spark type while decoding.
 */
final class LongsVector extends CellVector {
    private static final long MILLIS_PER_DAY = 86_400_000L;
    private static final long MICROS_PER_MILLI = 1_000L;

    private final long[] values;

    LongsVector(DataType type, long[] values) {
        super(type);
        this.values = values;
        if (DataTypes.TimestampType.equals(type) || DataTypes.TimestampNTZType.equals(type)) {
            for (int i = 0; i < values.length; i++) {
                values[i] = values[i] == Long.MIN_VALUE ? values[i] : values[i] * MICROS_PER_MILLI;
            }
        } else if (DataTypes.DateType.equals(type)) {
            for (int i = 0; i < values.length; i++) {
                values[i] = values[i] == Long.MIN_VALUE ? values[i] : Math.floorDiv(values[i], MILLIS_PER_DAY);
            }
        }
    }

    @Override
    public int numNulls() {
        int missing = 0;
        for (long value : values) {
            missing += value == Long.MIN_VALUE ? 1 : 0;
        }
        return missing;
    }

    @Override
    public boolean isNullAt(int row) {
        return values[row] == Long.MIN_VALUE;
    }

    @Override
    public boolean getBoolean(int row) {
        return values[row] == 1;
    }

    @Override
    public byte getByte(int row) {
        return (byte) values[row];
    }

    @Override
    public short getShort(int row) {
        return (short) values[row];
    }

    @Override
    public int getInt(int row) {
        return (int) values[row];
    }

    @Override
    public long getLong(int row) {
        return values[row];
    }

    /** Of decimals without a fraction. */
    @Override
    public Decimal getDecimal(int row, int precision, int scale) {
        return Decimal.apply(values[row], precision, scale);
    }
}
