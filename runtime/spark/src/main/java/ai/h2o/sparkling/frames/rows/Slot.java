package ai.h2o.sparkling.frames.rows;

import java.io.Serializable;
import java.util.regex.Pattern;
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
        if (!grows() && !isVector()) {
            return name.equals(other);
        }
        boolean numbered = !(shape instanceof Shape.Entries);
        return Pattern.matches(Pattern.quote(name + ".") + (numbered ? "\\d+(\\..*)?" : ".*"), other);
    }
}
