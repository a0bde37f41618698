package ai.h2o.sparkling.frames.rows;

import java.io.Serializable;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.spark.sql.types.Metadata;

/**
 * A place in a row whose columns lie beside each other in the frame: one column, the positions of a vector, or those that grow of what only the
 * rows tell.
 *
 * @param number its place among the slots
 * @param name name of its column, or what the names of its columns begin with
 * @param shape what lies there
 * @param column its column in the blocks, or -1 if its columns grow
 * @param metadata what Spark keeps about the column
 */
record Slot(int number, String name, Shape shape, int column, Metadata metadata) implements Serializable {
    private static final String ATTRIBUTES = "ml_attr";
    private static final String NUMBER_OF_ATTRIBUTES = "num_attrs";

    private static final String NUMBER = "\\.\\d+";

    boolean grows() {
        return column < 0;
    }

    boolean isVector() {
        return shape instanceof Shape.Vector && !grows();
    }

    /** Length of the vectors by what Spark's feature transformers say of them, or 0. */
    int knownLength() {
        if (!isVector() || !metadata.contains(ATTRIBUTES)) {
            return 0;
        }
        var attributes = metadata.getMetadata(ATTRIBUTES);
        return attributes.contains(NUMBER_OF_ATTRIBUTES)
                ? Math.toIntExact(attributes.getLong(NUMBER_OF_ATTRIBUTES))
                : 0;
    }

    /** Whether a column of that name may come to be here. */
    boolean mayMake(String other) {
        return Pattern.matches(Pattern.quote(name) + names(shape), other);
    }

    /** What may stand behind the name, as a regular expression. */
    private static String names(Shape shape) {
        if (shape instanceof Shape.Struct struct) {
            return struct.fields().stream()
                    .map(field -> "\\." + Pattern.quote(field.name()) + names(field.shape()))
                    .collect(Collectors.joining("|", "(", ")"));
        } else if (shape instanceof Shape.Elements array) {
            return NUMBER + names(array.element());
        } else if (shape instanceof Shape.Entries map) {
            // Keys may have line ends.
            return "\\.(?s:.*)" + names(map.value());
        }
        return shape instanceof Shape.Leaf ? "" : NUMBER;
    }
}
