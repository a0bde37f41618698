/**
 * Keeps the engine apart: unpacks it once per host and loads it in a class loader of its own, so that it can be started,
 * stopped and started again in one JVM and never meets Spark's own libraries. Knows nothing of clouds or frames; may
 * call {@code engine.api} and the JDK.
 */
package ai.h2o.sparkling.isolation;
