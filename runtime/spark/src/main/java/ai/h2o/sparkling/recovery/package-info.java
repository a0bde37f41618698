/**
 * What follows the loss of a cloud: the next one forms, its frames are made again, and what was kept of the work of the last one comes back.
 *
 * <p>This package calls {@code cloud} and {@code frames}; only the context calls it.
 */
package ai.h2o.sparkling.recovery;
