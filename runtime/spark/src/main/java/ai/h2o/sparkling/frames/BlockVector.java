package ai.h2o.sparkling.frames;

import ai.h2o.sparkling.engine.api.ColumnBlock;
import ai.h2o.sparkling.engine.api.ColumnKind;
import java.math.BigDecimal;
import java.math.RoundingMode;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.sql.vectorized.ColumnarArray;
import org.apache.spark.sql.vectorized.ColumnarMap;
import org.apache.spark.unsafe.types.UTF8String;

/** A column of a block that came from a node elsewhere, as Spark reads it. */
final class BlockVector extends ColumnVector {
    private final ColumnBlock.Column column;
    private final boolean real;
    private final int rows;

    BlockVector(DataType type, ColumnBlock.Column column, int rows) {
        super(type);
        this.column = column;
        this.rows = rows;
        real = column.kind() == ColumnKind.DOUBLE;
    }

    @Override
    public void close() {
        // The garbage collector has it.
    }

    @Override
    public boolean hasNull() {
        return real || column.anyMissing();
    }

    @Override
    public int numNulls() {
        int missing = 0;
        for (int row = 0; row < rows; row++) {
            missing += isNullAt(row) ? 1 : 0;
        }
        return missing;
    }

    @Override
    public boolean isNullAt(int row) {
        return real ? Double.isNaN(column.doubles[row]) : column.isMissing(row);
    }

    @Override
    public boolean getBoolean(int row) {
        return column.longs[row] == 1;
    }

    @Override
    public byte getByte(int row) {
        return (byte) column.longs[row];
    }

    @Override
    public short getShort(int row) {
        return (short) column.longs[row];
    }

    @Override
    public int getInt(int row) {
        return (int) column.longs[row];
    }

    @Override
    public long getLong(int row) {
        return column.longs[row];
    }

    @Override
    public float getFloat(int row) {
        return (float) column.doubles[row];
    }

    @Override
    public double getDouble(int row) {
        return column.doubles[row];
    }

    @Override
    public Decimal getDecimal(int row, int precision, int scale) {
        if (!real) {
            return Decimal.apply(column.longs[row], precision, scale);
        }
        var value = BigDecimal.valueOf(column.doubles[row]).setScale(scale, RoundingMode.HALF_UP);
        return Decimal.apply(value, precision, scale);
    }

    @Override
    public UTF8String getUTF8String(int row) {
        if (column.isMissing(row)) {
            return null;
        }
        int start = row == 0 ? 0 : column.ends[row - 1];
        return UTF8String.fromBytes(column.bytes, start, column.ends[row] - start);
    }

    @Override
    public byte[] getBinary(int row) {
        throw new IllegalStateException("H2O has no binary columns");
    }

    @Override
    public ColumnarArray getArray(int row) {
        throw new IllegalStateException("H2O has no columns of arrays");
    }

    @Override
    public ColumnarMap getMap(int ordinal) {
        throw new IllegalStateException("H2O has no columns of maps");
    }

    @Override
    public ColumnVector getChild(int ordinal) {
        throw new IllegalStateException("H2O has no nested columns");
    }
}
