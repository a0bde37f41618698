package ai.h2o.sparkling.engine.api;

import java.io.Serializable;

/**
 * A frame in a list: its size, not its columns.
 *
 * @param key key of the frame
 * @param rows number of rows
 * @param columns number of columns
 * @param bytes memory that it takes, compressed as H2O keeps it
 */
public record FrameSummary(String key, long rows, int columns, long bytes) implements Serializable {}
