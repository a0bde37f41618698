package water.fvec;

import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.sql.vectorized.ColumnarArray;
import org.apache.spark.sql.vectorized.ColumnarMap;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * A vector of plain values. Subclasses answer the getters that their Spark types need; Spark never calls the others, and
 * if it did, it would learn which vector was asked for what.
 */
abstract class CellVector extends ColumnVector {
    CellVector(DataType type) {
        super(type);
    }

    private IllegalStateException wrong(String asked) {
        return new IllegalStateException(
                getClass().getSimpleName() + " of type " + type.sql() + " was asked for " + asked);
    }

    /** Frees nothing: the memory is the engine's. */
    @Override
    public final void close() {
        // See above.
    }

    @Override
    public boolean hasNull() {
        return true;
    }

    @Override
    public boolean getBoolean(int row) {
        throw wrong("a boolean");
    }

    @Override
    public byte getByte(int row) {
        throw wrong("a byte");
    }

    @Override
    public short getShort(int row) {
        throw wrong("a short");
    }

    @Override
    public int getInt(int row) {
        throw wrong("an int");
    }

    @Override
    public long getLong(int row) {
        throw wrong("a long");
    }

    @Override
    public float getFloat(int row) {
        throw wrong("a float");
    }

    @Override
    public double getDouble(int row) {
        throw wrong("a double");
    }

    @Override
    public Decimal getDecimal(int row, int precision, int scale) {
        throw wrong("a decimal");
    }

    @Override
    public UTF8String getUTF8String(int row) {
        throw wrong("a string");
    }

    @Override
    public byte[] getBinary(int row) {
        throw wrong("bytes");
    }

    @Override
    public ColumnarArray getArray(int row) {
        throw wrong("an array");
    }

    @Override
    public ColumnarMap getMap(int ordinal) {
        throw wrong("a map");
    }

    @Override
    public ColumnVector getChild(int ordinal) {
        throw wrong("a child");
    }
}
