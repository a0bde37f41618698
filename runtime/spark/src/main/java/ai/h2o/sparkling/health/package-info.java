/**
 * Tells nodes that hang from nodes that are gone. Spark says at once that an executor has ended, but of one that is stopped or collects garbage
 * without end it says so only after minutes.
 *
 * <p>This package calls {@code cloud} and Spark; only the context calls it.
 */
package ai.h2o.sparkling.health;
