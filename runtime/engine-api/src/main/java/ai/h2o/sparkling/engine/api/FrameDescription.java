package ai.h2o.sparkling.engine.api;

import java.io.Serializable;
import java.util.List;

/**
 * A frame: its columns and where its rows are.
 *
 * @param key key of the frame
 * @param columns the columns, in order
 * @param chunkStarts first row of each chunk, and behind the last chunk the number of rows
 * @param chunkHomes index into {@code members} of the node that holds each chunk
 * @param members the nodes of the cloud
 */
public record FrameDescription(
        String key, List<ColumnDescription> columns, long[] chunkStarts, int[] chunkHomes, List<NodeAddress> members)
        implements Serializable {
    public FrameDescription {
        columns = List.copyOf(columns);
        members = List.copyOf(members);
    }

    public long rows() {
        return chunkStarts[chunkStarts.length - 1];
    }

    public int chunks() {
        return chunkHomes.length;
    }
}
