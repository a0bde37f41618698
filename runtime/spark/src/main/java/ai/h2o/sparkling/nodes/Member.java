package ai.h2o.sparkling.nodes;

import ai.h2o.sparkling.bridge.ExecutorAddress;
import ai.h2o.sparkling.engine.api.NodeAddress;
import java.io.Serializable;

/**
 * A node of the cloud and the executor it lives in.
 *
 * @param executor the executor
 * @param node where the node listens
 */
public record Member(ExecutorAddress executor, NodeAddress node) implements Serializable {}
