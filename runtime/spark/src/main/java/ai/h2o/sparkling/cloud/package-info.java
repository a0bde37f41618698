/**
 * The cloud's life cycle on the driver: which executors there are, starting a node
 * in each, making them one cloud, asking its leader, and ending it. Knows nothing of frames' contents.
 */
package ai.h2o.sparkling.cloud;
