package ai.h2o.sparkling.frames.rows;

import ai.h2o.sparkling.engine.api.ColumnKind;

/** How a value is got out of Spark's row, and what it becomes. */
enum Getter {
    BOOLEAN(ColumnKind.BOOLEAN),
    BYTE(ColumnKind.LONG),
    SHORT(ColumnKind.LONG),
    /** Also months of an interval. */
    INT(ColumnKind.LONG),
    /** Also microseconds of an interval, and nanoseconds of a day. */
    LONG(ColumnKind.LONG),
    FLOAT(ColumnKind.DOUBLE),
    DOUBLE(ColumnKind.DOUBLE),
    DECIMAL(ColumnKind.DOUBLE),
    /** A decimal without a fraction that fits into 64 bits. */
    WHOLE_DECIMAL(ColumnKind.LONG),
    /** Days since 1970-01-01. */
    DATE(ColumnKind.TIME),
    /** Microseconds since 1970-01-01T00:00:00Z. */
    TIMESTAMP(ColumnKind.TIME),
    STRING(ColumnKind.STRING),
    /** What has no other form than its text. */
    TEXT(ColumnKind.STRING),
    MONTHS_OF_INTERVAL(ColumnKind.LONG),
    DAYS_OF_INTERVAL(ColumnKind.LONG),
    MICROSECONDS_OF_INTERVAL(ColumnKind.LONG),
    /** A column of nulls that has no type. */
    NOTHING(ColumnKind.DOUBLE);

    private final ColumnKind kind;

    Getter(ColumnKind kind) {
        this.kind = kind;
    }

    ColumnKind kind() {
        return kind;
    }
}
