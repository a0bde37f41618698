package ai.h2o.sparkling.engine.api;

import java.io.Serializable;

/**
 * A column to make, and where its cells are in the blocks that were staged.
 *
 * @param name its name
 * @param kind its kind
 * @param place its column in every block; of a column that has grown {@code -1 - n}, where n is its number in {@link CommitRequest#grown}
 * @param element its position in the vectors of that column, or -1
 * @param text what it becomes if it is {@link ColumnKind#STRING}
 */
public record ColumnSpec(String name, ColumnKind kind, int place, int element, TextForm text) implements Serializable {
    private static final int WHOLE = -1;

    /** A column that every block has. */
    public static ColumnSpec fixed(String name, ColumnKind kind, int place) {
        return new ColumnSpec(name, kind, place, WHOLE, TextForm.BY_CARDINALITY);
    }

    /** One position of a column of vectors. */
    public static ColumnSpec element(String name, int place, int element) {
        return new ColumnSpec(name, ColumnKind.DOUBLE, place, element, TextForm.BY_CARDINALITY);
    }

    /** A column that has grown in some of the partitions. */
    public static ColumnSpec grown(String name, ColumnKind kind, int number) {
        return new ColumnSpec(name, kind, -1 - number, WHOLE, TextForm.BY_CARDINALITY);
    }

    /** The same column, of which it was decided what its text becomes. */
    public ColumnSpec as(TextForm form) {
        return new ColumnSpec(name, kind, place, element, form);
    }
}
