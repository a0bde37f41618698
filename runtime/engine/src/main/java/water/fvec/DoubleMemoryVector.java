package water.fvec;

import org.apache.spark.sql.types.DataType;
import water.util.UnsafeUtils;

/** Doubles read where they lie in an uncompressed chunk. */
final class DoubleMemoryVector extends CellVector {
    private final byte[] memory;

    DoubleMemoryVector(DataType type, byte[] memory) {
        super(type);
        this.memory = memory;
    }

    @Override
    public int numNulls() {
        int missing = 0;
        for (int row = 0; row < memory.length >> 3; row++) {
            missing += isNullAt(row) ? 1 : 0;
        }
        return missing;
    }

    @Override
    public boolean isNullAt(int row) {
        double value = getDouble(row);
        return Double.isNaN(value);
    }

    @Override
    public double getDouble(int row) {
        return UnsafeUtils.get8d(memory, row << 3);
    }

    @Override
    public float getFloat(int row) {
        return (float) getDouble(row);
    }
}
