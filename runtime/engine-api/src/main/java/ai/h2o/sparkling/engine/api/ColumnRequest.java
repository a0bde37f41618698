package ai.h2o.sparkling.engine.api;

import java.io.Serializable;
import org.apache.spark.sql.types.DataType;

/**
 * A column to read.
 *
 * @param vecKey identity of the column's data; a frame that has been replaced meanwhile has other data
 * @param type the Spark type to show it as
 */
public record ColumnRequest(String vecKey, DataType type) implements Serializable {}
