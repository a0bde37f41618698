package ai.h2o.sparkling.engine.api;

import java.io.Serializable;
import java.util.List;

/**
 * The frame to make of what was staged.
 *
 * @param jobId the conversion
 * @param frameKey key of the frame
 * @param columns the columns, in order
 * @param partitions the winning attempt of every partition, in the order of the plan's partitions
 * @param grown layouts of columns that have grown: the place in the blocks of each of them, by its number, or -1 if it has not grown there
 * @param layouts for every partition which of those it has
 */
public record CommitRequest(
        String jobId,
        String frameKey,
        List<ColumnSpec> columns,
        List<StagedPartition> partitions,
        List<int[]> grown,
        int[] layouts)
        implements Serializable {
    public CommitRequest {
        columns = List.copyOf(columns);
        partitions = List.copyOf(partitions);
        grown = List.copyOf(grown);
    }
}
