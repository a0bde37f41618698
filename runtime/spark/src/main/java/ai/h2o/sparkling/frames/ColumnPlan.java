package ai.h2o.sparkling.frames;

import ai.h2o.sparkling.engine.api.ColumnKind;
import ai.h2o.sparkling.engine.api.ColumnSpec;
import ai.h2o.sparkling.errors.ConversionException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** How each column of a DataFrame is read from Spark's rows. Made on the driver, used in the tasks. */
record ColumnPlan(List<Source> sources) implements Serializable {
    ColumnPlan {
        sources = List.copyOf(sources);
    }

    /** The getters of Spark's rows that are used. */
    enum Getter {
        BOOLEAN(ColumnKind.BOOLEAN),
        BYTE(ColumnKind.LONG),
        SHORT(ColumnKind.LONG),
        INT(ColumnKind.LONG),
        LONG(ColumnKind.LONG),
        FLOAT(ColumnKind.DOUBLE),
        DOUBLE(ColumnKind.DOUBLE),
        DECIMAL(ColumnKind.DOUBLE),
        /** Days since 1970-01-01. */
        DATE(ColumnKind.TIME),
        /** Microseconds since 1970-01-01T00:00:00Z. */
        TIMESTAMP(ColumnKind.TIME),
        STRING(ColumnKind.STRING),
        /** A column of nulls that has no type. */
        NOTHING(ColumnKind.DOUBLE);

        private final ColumnKind kind;

        Getter(ColumnKind kind) {
            this.kind = kind;
        }

        ColumnKind kind() {
            return kind;
        }
    }

    /**
     * One column.
     *
     * @param precision digits of a decimal, else 0
     * @param scale digits behind the point of a decimal, else 0
     */
    record Source(String name, Getter getter, int precision, int scale) implements Serializable {}

    /** All that cannot be converted is reported at once. */
    static ColumnPlan of(StructType schema) {
        var problems = new ArrayList<String>();
        var sources = new ArrayList<Source>();
        var seen = new HashMap<String, Integer>();
        if (schema.fields().length == 0) {
            throw new ConversionException("The DataFrame has no columns; an H2O frame needs at least one");
        }
        for (StructField field : schema.fields()) {
            var earlier = seen.putIfAbsent(field.name(), sources.size());
            if (earlier != null) {
                problems.add("Columns " + (earlier + 1) + " and " + (sources.size() + 1) + " are both named '"
                        + field.name() + "'; rename one, because the columns of an H2O frame need distinct names");
            }
            var source = source(field);
            if (source.isEmpty()) {
                problems.add("Column '" + field.name() + "' has type "
                        + field.dataType().simpleString()
                        + ", which has no H2O equivalent; select or flatten it first");
            }
            sources.add(source.orElse(new Source(field.name(), Getter.NOTHING, 0, 0)));
        }
        if (!problems.isEmpty()) {
            throw new ConversionException(String.join(System.lineSeparator(), problems));
        }
        return new ColumnPlan(sources);
    }

    private static Optional<Source> source(StructField field) {
        DataType type = field.dataType();
        if (type instanceof DecimalType decimal) {
            return Optional.of(new Source(field.name(), Getter.DECIMAL, decimal.precision(), decimal.scale()));
        }
        return getter(type).map(getter -> new Source(field.name(), getter, 0, 0));
    }

    private static Optional<Getter> getter(DataType type) {
        if (DataTypes.BooleanType.equals(type)) {
            return Optional.of(Getter.BOOLEAN);
        } else if (DataTypes.ByteType.equals(type)) {
            return Optional.of(Getter.BYTE);
        } else if (DataTypes.ShortType.equals(type)) {
            return Optional.of(Getter.SHORT);
        } else if (DataTypes.IntegerType.equals(type)) {
            return Optional.of(Getter.INT);
        } else if (DataTypes.LongType.equals(type)) {
            return Optional.of(Getter.LONG);
        } else if (DataTypes.FloatType.equals(type)) {
            return Optional.of(Getter.FLOAT);
        } else if (DataTypes.DoubleType.equals(type)) {
            return Optional.of(Getter.DOUBLE);
        } else if (DataTypes.DateType.equals(type)) {
            return Optional.of(Getter.DATE);
        } else if (DataTypes.TimestampType.equals(type) || DataTypes.TimestampNTZType.equals(type)) {
            return Optional.of(Getter.TIMESTAMP);
        } else if (type instanceof StringType) {
            // Char, varchar and, in Spark 4, strings with a collation are all of this class.
            return Optional.of(Getter.STRING);
        } else if (DataTypes.NullType.equals(type)) {
            return Optional.of(Getter.NOTHING);
        }
        return Optional.empty();
    }

    List<ColumnKind> kinds() {
        return sources.stream().map(source -> source.getter().kind()).toList();
    }

    List<ColumnSpec> specs() {
        return sources.stream()
                .map(source -> new ColumnSpec(source.name(), source.getter().kind()))
                .toList();
    }
}
