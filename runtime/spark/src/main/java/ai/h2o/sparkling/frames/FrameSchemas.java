package ai.h2o.sparkling.frames;

import ai.h2o.sparkling.engine.api.ColumnDescription;
import ai.h2o.sparkling.engine.api.FrameDescription;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * The Spark types of frames. A column that came from a DataFrame keeps the type it had there, as long as its data is the
 * same; for all others H2O's type and range decide. Thread-safe.
 */
public final class FrameSchemas {
    // By identity of the column's data, so a frame renamed, subset or recombined inside H2O keeps its types.
    private final Map<String, StructField> fields = new ConcurrentHashMap<>();

    /** Remembers the types of a frame that was just made. */
    public void remember(FrameDescription frame, StructType schema) {
        for (int i = 0; i < schema.fields().length; i++) {
            fields.put(frame.columns().get(i).vecKey(), schema.fields()[i]);
        }
    }

    /** The type that a column had in the DataFrame that it came from, if it did. */
    public Optional<DataType> origin(ColumnDescription column) {
        return Optional.ofNullable(fields.get(column.vecKey())).map(StructField::dataType);
    }

    /**
     * Remembers the types of a frame to which rows were added.
     *
     * @param before the frame without them
     * @param added how Spark would read the rows that were added
     */
    public void rememberAppended(FrameDescription before, StructType added, FrameDescription now) {
        var byName = new HashMap<String, StructField>();
        for (var field : added.fields()) {
            byName.put(field.name(), field);
        }
        for (int i = 0; i < before.columns().size(); i++) {
            // Without rows nothing was added.
            if (before.columns().get(i).vecKey().equals(now.columns().get(i).vecKey())) {
                continue;
            }
            // Those columns are gone.
            var field = fields.remove(before.columns().get(i).vecKey());
            var other = byName.get(before.columns().get(i).name());
            if (field != null && other != null && field.dataType().equals(other.dataType())) {
                fields.put(now.columns().get(i).vecKey(), field);
            }
        }
    }

    /** Forgets all columns. */
    public void clear() {
        fields.clear();
    }

    /**
     * The schema by which Spark reads a frame. Columns without a missing value are not nullable.
     *
     * @param copyMetadata whether the metadata of the DataFrame's columns comes along
     */
    public StructType of(FrameDescription frame, boolean copyMetadata) {
        var shown = new StructField[frame.columns().size()];
        for (int i = 0; i < shown.length; i++) {
            var column = frame.columns().get(i);
            var origin = fields.get(column.vecKey());
            boolean known = origin != null && readable(origin.dataType());
            shown[i] = new StructField(
                    column.name(),
                    known ? origin.dataType() : type(column),
                    column.missing() > 0,
                    known && copyMetadata ? origin.metadata() : Metadata.empty());
        }
        return new StructType(shown);
    }

    private static boolean readable(DataType type) {
        return !DataTypes.NullType.equals(type) && !(type instanceof StringType && !DataTypes.StringType.equals(type));
    }

    private static DataType type(ColumnDescription column) {
        return switch (column.type()) {
            case BAD, REAL -> DataTypes.DoubleType;
            case UUID, STRING -> DataTypes.StringType;
            case CATEGORICAL -> column.booleanLevels() ? DataTypes.BooleanType : DataTypes.StringType;
            case TIME -> DataTypes.TimestampType;
            case INT -> smallest(column.min(), column.max());
        };
    }

    private static DataType smallest(double min, double max) {
        if (min >= Byte.MIN_VALUE && max <= Byte.MAX_VALUE) {
            return DataTypes.ByteType;
        } else if (min >= Short.MIN_VALUE && max <= Short.MAX_VALUE) {
            return DataTypes.ShortType;
        } else if (min >= Integer.MIN_VALUE && max <= Integer.MAX_VALUE) {
            return DataTypes.IntegerType;
        }
        return DataTypes.LongType;
    }
}
