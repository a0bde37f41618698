package ai.h2o.sparkling.engine.api;

import org.apache.spark.sql.types.DecimalType;

/** Decimals without a fraction that fit into 64 bits: they cross the wall, and lie in H2O, as integers, and none of them changes. */
public final class WholeDecimals {
    private static final int DIGITS_OF_LONG = 18;

    private WholeDecimals() {}

    /** Whether all values of the type are of that sort. */
    public static boolean exact(DecimalType type) {
        return type.scale() == 0 && type.precision() <= DIGITS_OF_LONG;
    }
}
