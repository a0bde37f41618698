/**
 * What happens here, as figures in Spark's own metrics system, so that every sink that an operator has set up for Spark
 * (its web UI, Prometheus, Graphite and others) gets them without a word about H2O.
 *
 * <p>This package calls {@code frames}, {@code cloud} and Spark; only the context calls it.
 */
package ai.h2o.sparkling.metrics;
