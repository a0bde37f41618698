package ai.h2o.sparkling.frames.rows;

import java.io.Serializable;
import java.util.BitSet;
import java.util.List;
import java.util.Map;

/**
 * What the rows of one partition told of its columns.
 *
 * @param grown columns behind those that all blocks have, in order
 * @param lengths of the columns of vectors, in order, how long the longest one is
 * @param losses the columns of the blocks that have seen a loss
 */
public record PartitionColumns(List<GrownColumn> grown, int[] lengths, Map<Loss, BitSet> losses)
        implements Serializable {
    public PartitionColumns {
        grown = List.copyOf(grown);
        losses = Map.copyOf(losses);
    }
}
