package ai.h2o.sparkling.engine.api;

import java.io.Serializable;

/**
 * How the JVM of one node is.
 *
 * @param usedHeap bytes of heap in use, garbage included
 * @param maxHeap bytes of heap that the JVM may take
 * @param collectedMillis how long its garbage collectors have worked since it started
 * @param ending whether it has begun to shut down
 */
public record NodeHealth(long usedHeap, long maxHeap, long collectedMillis, boolean ending) implements Serializable {}
