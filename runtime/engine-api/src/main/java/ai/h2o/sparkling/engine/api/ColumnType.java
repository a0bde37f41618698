package ai.h2o.sparkling.engine.api;

/** The types of H2O's columns. */
public enum ColumnType {
    /** All values missing. */
    BAD,
    UUID,
    STRING,
    /** Numbers, all of them whole. */
    INT,
    /** Numbers, some of them with a fraction. */
    REAL,
    CATEGORICAL,
    /** Milliseconds since 1970-01-01T00:00:00Z. */
    TIME
}
