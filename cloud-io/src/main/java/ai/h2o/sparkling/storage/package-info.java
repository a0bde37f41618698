/**
 * Finds the file system for a URI: that of the hosted Spark, else one that the jar carries. Its class loader is one for the whole life of the
 * JVM, so it may use Hadoop, the carried connectors and {@code engine-api}, and nothing of an engine.
 */
package ai.h2o.sparkling.storage;
