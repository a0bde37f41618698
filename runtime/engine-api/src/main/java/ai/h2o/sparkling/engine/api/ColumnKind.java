package ai.h2o.sparkling.engine.api;

/** How the cells of a column cross the wall. */
public enum ColumnKind {
    /** {@code double[]}; NaN is a missing value. */
    DOUBLE('d'),
    /** {@code long[]} with a mask of missing values. */
    LONG('l'),
    /** {@code long[]} of milliseconds since 1970-01-01T00:00:00Z, with a mask of missing values. */
    TIME('t'),
    /** {@code long[]} of 0 and 1, with a mask; becomes a category of False and True. */
    BOOLEAN('b'),
    /** UTF-8 bytes, ends of values and a mask; becomes a category or a string column by true cardinality. */
    STRING('s'),
    /** Rows of numbers of some length: the entries that are there, their positions, and a mask; each position becomes a column. */
    VECTOR('v');

    private final char code;

    ColumnKind(char code) {
        this.code = code;
    }

    /** How blocks that travel name the kind. */
    char code() {
        return code;
    }

    /** Whether cells are of any length. */
    public boolean variable() {
        return this == STRING || this == VECTOR;
    }

    /** Whether the cells are kept in a {@code long[]}. */
    public boolean integral() {
        return this == LONG || this == TIME || this == BOOLEAN;
    }
}
