/**
 * The wall between the Spark side and the engine side.
 *
 * <p>What crosses it: these interfaces and records, JDK types, and Spark's {@code ColumnVector}. Both sides see the
 * same classes, because the engine's class loader asks its parent for this package first. Calls are made at the grain
 * of a block of rows; nothing here is called once per cell. The records double as the wire form between the driver and
 * the leader node, so they are serializable and hold nothing else.
 */
package ai.h2o.sparkling.engine.api;
