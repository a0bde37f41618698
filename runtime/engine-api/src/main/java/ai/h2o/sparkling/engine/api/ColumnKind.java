package ai.h2o.sparkling.engine.api;

/** How the cells of a column cross the wall. */
public enum ColumnKind {
    /** {@code double[]}; NaN is a missing value. */
    DOUBLE,
    /** {@code long[]} with a mask of missing values. */
    LONG,
    /** {@code long[]} of milliseconds since 1970-01-01T00:00:00Z, with a mask of missing values. */
    TIME,
    /** {@code long[]} of 0 and 1, with a mask; becomes a category of False and True. */
    BOOLEAN,
    /** UTF-8 bytes, ends of values and a mask; becomes a category or a string column by true cardinality. */
    STRING;

    /** Whether the cells are kept in a {@code long[]}. */
    public boolean integral() {
        return this == LONG || this == TIME || this == BOOLEAN;
    }
}
