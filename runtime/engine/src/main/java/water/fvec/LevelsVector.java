package water.fvec;

import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.unsafe.types.UTF8String;

/** Strings of a category; {@code Long.MIN_VALUE} is a missing value. */
final class LevelsVector extends CellVector {
    private final long[] codes;
    private final UTF8String[] levels;

    LevelsVector(long[] codes, UTF8String[] levels) {
        super(DataTypes.StringType);
        this.codes = codes;
        this.levels = levels;
    }

    @Override
    public int numNulls() {
        int missing = 0;
        for (long code : codes) {
            missing += code == Long.MIN_VALUE ? 1 : 0;
        }
        return missing;
    }

    @Override
    public boolean isNullAt(int row) {
        return codes[row] == Long.MIN_VALUE;
    }

    @Override
    public UTF8String getUTF8String(int row) {
        return isNullAt(row) ? null : levels[(int) codes[row]];
    }
}
