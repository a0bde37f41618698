package ai.h2o.sparkling.frames.rows;

import ai.h2o.sparkling.engine.api.ColumnBlock;
import ai.h2o.sparkling.engine.api.ColumnBlock.Column;
import java.math.BigDecimal;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.Map;
import org.apache.spark.sql.catalyst.expressions.SpecializedGetters;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.unsafe.Platform;
import org.apache.spark.unsafe.types.UTF8String;

/** Copies single values into cells, and notes what of them H2O cannot hold. Used by one thread. */
final class Cells {
    static final long MILLIS_PER_DAY = 86_400_000L;
    static final long MICROS_PER_MILLI = 1_000L;

    /** A double holds any decimal of so many digits. */
    private static final int SAFE_DIGITS = 15;

    private static final long SAFE = 1_000_000_000_000_000L;

    private final ColumnBlock block;
    private final Map<Loss, BitSet> losses = new EnumMap<>(Loss.class);

    /** The arrays of the columns that every block has, which stay the same. */
    private final double[][] fixedDoubles;

    private final long[][] fixedLongs;

    Cells(ColumnBlock block) {
        this.block = block;
        fixedDoubles = new double[block.width()][];
        fixedLongs = new long[block.width()][];
        for (int i = 0; i < block.width(); i++) {
            fixedDoubles[i] = block.column(i).doubles;
            fixedLongs[i] = block.column(i).longs;
        }
    }

    double[][] fixedDoubles() {
        return fixedDoubles;
    }

    long[][] fixedLongs() {
        return fixedLongs;
    }

    ColumnBlock block() {
        return block;
    }

    /** The columns that have seen a loss. */
    Map<Loss, BitSet> losses() {
        return losses;
    }

    void lose(Loss loss, int column) {
        losses.computeIfAbsent(loss, first -> new BitSet()).set(column);
    }

    /** Copies a value that is there or not into a column of the getter's kind. */
    void copy(Shape.Leaf leaf, SpecializedGetters from, int ordinal, int to, int row) {
        var column = block.column(to);
        if (from.isNullAt(ordinal)) {
            column.miss(row);
            return;
        }
        switch (leaf.getter()) {
            case BOOLEAN -> column.longs[row] = from.getBoolean(ordinal) ? 1 : 0;
            case BYTE -> column.longs[row] = from.getByte(ordinal);
            case SHORT -> column.longs[row] = from.getShort(ordinal);
            case INT -> column.longs[row] = from.getInt(ordinal);
            case LONG -> column.longs[row] = from.getLong(ordinal);
            case FLOAT -> column.doubles[row] = known(from.getFloat(ordinal), to);
            case DOUBLE -> column.doubles[row] = known(from.getDouble(ordinal), to);
            case DECIMAL -> column.doubles[row] = real(decimal(leaf, from, ordinal), to);
            case WHOLE_DECIMAL ->
                column.longs[row] = decimal(leaf, from, ordinal).toLong();
            case DATE -> column.longs[row] = from.getInt(ordinal) * MILLIS_PER_DAY;
            case TIMESTAMP -> column.longs[row] = millis(from.getLong(ordinal), to);
            case STRING -> copy(from.getUTF8String(ordinal), column, row);
            case TEXT ->
                copy(UTF8String.fromString(from.get(ordinal, leaf.source()).toString()), column, row);
            case MONTHS_OF_INTERVAL -> column.longs[row] = from.getInterval(ordinal).months;
            case DAYS_OF_INTERVAL -> column.longs[row] = from.getInterval(ordinal).days;
            case MICROSECONDS_OF_INTERVAL -> column.longs[row] = from.getInterval(ordinal).microseconds;
            case NOTHING -> column.doubles[row] = Double.NaN;
        }
    }

    double known(double value, int column) {
        if (Double.isNaN(value)) {
            lose(Loss.NOT_A_NUMBER, column);
        }
        return value;
    }

    long millis(long micros, int column) {
        long millis = Math.floorDiv(micros, MICROS_PER_MILLI);
        if (millis * MICROS_PER_MILLI != micros) {
            lose(Loss.MICROSECONDS, column);
        }
        return millis;
    }

    static Decimal decimal(Shape.Leaf leaf, SpecializedGetters from, int ordinal) {
        var type = (DecimalType) leaf.source();
        return from.getDecimal(ordinal, type.precision(), type.scale());
    }

    double real(Decimal value, int column) {
        double real = value.toDouble();
        // Told once for each column, so looked at until then.
        if (value.precision() > SAFE_DIGITS && !lost(Loss.DIGITS, column) && changed(value, real)) {
            lose(Loss.DIGITS, column);
        }
        return real;
    }

    private static boolean changed(Decimal value, double real) {
        if (value.precision() <= Decimal.MAX_LONG_DIGITS() && Math.abs(value.toUnscaledLong()) < SAFE) {
            return false;
        }
        return BigDecimal.valueOf(real).compareTo(value.toJavaBigDecimal()) != 0;
    }

    private boolean lost(Loss loss, int column) {
        var columns = losses.get(loss);
        return columns != null && columns.get(column);
    }

    static void copy(UTF8String value, Column to, int row) {
        int length = value.numBytes();
        int start = to.reserve(length);
        value.writeToMemory(to.bytes, Platform.BYTE_ARRAY_OFFSET + (long) start);
        to.ends[row] = start + length;
    }
}
