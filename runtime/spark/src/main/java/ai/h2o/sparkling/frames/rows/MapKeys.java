package ai.h2o.sparkling.frames.rows;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.unsafe.types.UTF8String;

/** The keys of maps as names: dates and times as ISO 8601 has them, in UTC; everything else as Spark shows it. */
final class MapKeys {
    /** Spark's maps have no such key, but files may. */
    private static final Object NULL = new Object();

    private final DataType type;

    MapKeys(DataType type) {
        this.type = type;
    }

    /** A key as Spark has it; text lies where the row does. */
    Object get(ArrayData keys, int index) {
        return keys.isNullAt(index) ? NULL : keys.get(index, type);
    }

    /** The same, when the row is gone. */
    Object kept(Object key) {
        return key instanceof UTF8String text ? text.copy() : key;
    }

    String name(Object key) {
        if (key == NULL) {
            return "null";
        } else if (DataTypes.DateType.equals(type)) {
            return LocalDate.ofEpochDay((int) key).toString();
        } else if (DataTypes.TimestampType.equals(type)) {
            return instant((long) key).toString();
        } else if (DataTypes.TimestampNTZType.equals(type)) {
            return LocalDateTime.ofInstant(instant((long) key), ZoneOffset.UTC).toString();
        }
        return key.toString();
    }

    private static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }
}
