package ai.h2o.sparkling.frames.rows;

import java.io.Serializable;
import java.util.List;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.Metadata;

/** What a type is made of, down to the values that become cells. */
sealed interface Shape extends Serializable {
    /**
     * One value, one column.
     *
     * @param getter how it is got
     * @param source the type that Spark's row has there
     * @param shown the type by which Spark reads the column
     */
    record Leaf(Getter getter, DataType source, DataType shown) implements Shape {}

    /**
     * A value for each field.
     *
     * @param fields in order
     * @param inRow whether the fields are those of a row inside the row; those of a calendar interval are parts of one value
     */
    record Struct(List<Field> fields, boolean inRow) implements Shape {
        public Struct {
            fields = List.copyOf(fields);
        }
    }

    /**
     * A field of a struct.
     *
     * @param metadata what Spark keeps about it
     */
    record Field(String name, Shape shape, Metadata metadata) implements Serializable {}

    /** A column for each position, as many as the longest array has. */
    record Elements(Shape element) implements Shape {}

    /** A column for each byte. */
    record Bytes() implements Shape {}

    /** A column for each key. */
    record Entries(DataType key, Shape value) implements Shape {}

    /** A vector of Spark's machine learning, of either package: both lie in rows in the same way. */
    record Vector() implements Shape {}
}
