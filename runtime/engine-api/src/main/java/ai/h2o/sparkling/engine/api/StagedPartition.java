package ai.h2o.sparkling.engine.api;

import java.io.Serializable;

/**
 * What a task returns to the driver for one partition.
 *
 * @param id the attempt
 * @param node the node that holds the blocks
 * @param blockRows rows of each block, in order
 */
public record StagedPartition(StageId id, NodeAddress node, int[] blockRows) implements Serializable {}
