package ai.h2o.sparkling.frames;

import ai.h2o.sparkling.engine.api.ColumnRequest;
import ai.h2o.sparkling.nodes.NodeAccess;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;
import org.apache.spark.sql.vectorized.ColumnarBatch;

/** Makes the reader of a partition in the executor. */
final class ChunkReaderFactory implements PartitionReaderFactory {
    private static final long serialVersionUID = 1L;

    private final String frameKey;
    private final NodeAccess access;
    private final List<ColumnRequest> columns;

    ChunkReaderFactory(String frameKey, NodeAccess access, List<ColumnRequest> columns) {
        this.frameKey = frameKey;
        this.access = access;
        this.columns = List.copyOf(columns);
    }

    @Override
    public boolean supportColumnarReads(InputPartition partition) {
        return true;
    }

    @Override
    public PartitionReader<ColumnarBatch> createColumnarReader(InputPartition partition) {
        return new ChunkBatches(frameKey, access, columns, (ChunkPartition) partition);
    }

    @Override
    public PartitionReader<InternalRow> createReader(InputPartition partition) {
        throw new IllegalStateException("Spark asked for rows although the partition is read in columns");
    }
}
