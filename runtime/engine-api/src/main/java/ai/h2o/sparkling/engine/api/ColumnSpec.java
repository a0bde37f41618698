package ai.h2o.sparkling.engine.api;

import java.io.Serializable;

/** Name and kind of a column to make. */
public record ColumnSpec(String name, ColumnKind kind) implements Serializable {}
