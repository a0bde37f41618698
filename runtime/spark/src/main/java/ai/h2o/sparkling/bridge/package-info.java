/**
 * The one place that knows what differs between Spark 3.4 and 4.3 and between Scala 2.12 and 2.13. No Scala collection
 * and no class of one Spark version alone appears in a signature here or anywhere else.
 */
package ai.h2o.sparkling.bridge;
