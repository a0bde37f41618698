package ai.h2o.sparkling.frames.rows;

import ai.h2o.sparkling.engine.api.WholeDecimals;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DayTimeIntervalType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.UserDefinedType;
import org.apache.spark.sql.types.YearMonthIntervalType;

/** Finds the shapes of Spark's types. */
final class Shapes {
    private static final Set<String> VECTORS =
            Set.of("org.apache.spark.ml.linalg.VectorUDT", "org.apache.spark.mllib.linalg.VectorUDT");

    private static final Map<DataType, Getter> GETTERS = Map.ofEntries(
            Map.entry(DataTypes.BooleanType, Getter.BOOLEAN),
            Map.entry(DataTypes.ByteType, Getter.BYTE),
            Map.entry(DataTypes.ShortType, Getter.SHORT),
            Map.entry(DataTypes.IntegerType, Getter.INT),
            Map.entry(DataTypes.LongType, Getter.LONG),
            Map.entry(DataTypes.FloatType, Getter.FLOAT),
            Map.entry(DataTypes.DoubleType, Getter.DOUBLE),
            Map.entry(DataTypes.DateType, Getter.DATE),
            Map.entry(DataTypes.TimestampType, Getter.TIMESTAMP),
            Map.entry(DataTypes.TimestampNTZType, Getter.TIMESTAMP),
            Map.entry(DataTypes.NullType, Getter.NOTHING));

    private static final Shape CALENDAR_INTERVAL = new Shape.Struct(
            List.of(
                    part("months", Getter.MONTHS_OF_INTERVAL, DataTypes.IntegerType),
                    part("days", Getter.DAYS_OF_INTERVAL, DataTypes.IntegerType),
                    part("microseconds", Getter.MICROSECONDS_OF_INTERVAL, DataTypes.LongType)),
            false);

    private Shapes() {}

    private static Shape.Field part(String name, Getter getter, DataType shown) {
        return new Shape.Field(name, new Shape.Leaf(getter, DataTypes.CalendarIntervalType, shown), Metadata.empty());
    }

    /**
     * The shape of a type.
     *
     * @param unknown takes the types inside of it that have none
     */
    static Shape of(DataType type, List<DataType> unknown) {
        if (type instanceof StructType struct) {
            var fields = new ArrayList<Shape.Field>();
            for (StructField field : struct.fields()) {
                fields.add(new Shape.Field(field.name(), of(field.dataType(), unknown), field.metadata()));
            }
            return new Shape.Struct(fields, true);
        } else if (type instanceof ArrayType array) {
            return new Shape.Elements(of(array.elementType(), unknown));
        } else if (type instanceof MapType map) {
            if (leaf(map.keyType()).isEmpty()) {
                unknown.add(type);
            }
            return new Shape.Entries(map.keyType(), of(map.valueType(), unknown));
        } else if (type instanceof UserDefinedType<?> own) {
            return VECTORS.contains(own.getClass().getName()) ? new Shape.Vector() : of(own.sqlType(), unknown);
        } else if (DataTypes.BinaryType.equals(type)) {
            return new Shape.Bytes();
        } else if (DataTypes.CalendarIntervalType.equals(type)) {
            return CALENDAR_INTERVAL;
        }
        var leaf = leaf(type);
        if (leaf.isEmpty()) {
            unknown.add(type);
        }
        return leaf.orElse(new Shape.Leaf(Getter.NOTHING, type, type));
    }

    private static Optional<Shape.Leaf> leaf(DataType type) {
        if (type instanceof DecimalType decimal) {
            return Optional.of(leaf(WholeDecimals.exact(decimal) ? Getter.WHOLE_DECIMAL : Getter.DECIMAL, type));
        } else if (type instanceof StringType) {
            // Char, varchar and, in Spark 4, strings with a collation are all of this class.
            return Optional.of(leaf(Getter.STRING, type));
        } else if (type instanceof YearMonthIntervalType) {
            return Optional.of(leaf(Getter.INT, type));
        } else if (type instanceof DayTimeIntervalType || type.typeName().startsWith("time(")) {
            // The second is of Spark 4.1.
            return Optional.of(leaf(Getter.LONG, type));
        } else if (type.typeName().equals("variant")) {
            // Of Spark 4.
            return Optional.of(new Shape.Leaf(Getter.TEXT, type, DataTypes.StringType));
        }
        return Optional.ofNullable(GETTERS.get(type)).map(getter -> leaf(getter, type));
    }

    private static Shape.Leaf leaf(Getter getter, DataType type) {
        return new Shape.Leaf(getter, type, type);
    }
}
