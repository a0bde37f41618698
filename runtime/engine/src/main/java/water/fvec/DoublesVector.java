package water.fvec;

import java.math.BigDecimal;
import java.math.RoundingMode;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.Decimal;

/** Doubles decoded from a compressed chunk; NaN is a missing value. */
final class DoublesVector extends CellVector {
    private final double[] values;

    DoublesVector(DataType type, double[] values) {
        super(type);
        this.values = values;
    }

    @Override
    public int numNulls() {
        int missing = 0;
        for (double value : values) {
            missing += Double.isNaN(value) ? 1 : 0;
        }
        return missing;
    }

    @Override
    public boolean isNullAt(int row) {
        return Double.isNaN(values[row]);
    }

    @Override
    public double getDouble(int row) {
        return values[row];
    }

    @Override
    public float getFloat(int row) {
        return (float) values[row];
    }

    @Override
    public Decimal getDecimal(int row, int precision, int scale) {
        return Decimal.apply(BigDecimal.valueOf(values[row]).setScale(scale, RoundingMode.HALF_UP), precision, scale);
    }
}
