/**
 * The first look at the platform, before any class that an old JVM could not load.
 *
 * <p>Compiled for Java 8, alone in the product, and free of every other class of ours: on the platforms it is meant for,
 * nothing else here can be loaded.
 */
package ai.h2o.sparkling.preflight;
