/**
 * Nodes and the ways to them: the one of this executor, those of others, and the leader that the driver asks. Knows nothing of how a cloud
 * comes about, nor of frames' contents.
 */
package ai.h2o.sparkling.nodes;
