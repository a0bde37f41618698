package ai.h2o.sparkling.frames;

import ai.h2o.sparkling.cloud.Generation;
import ai.h2o.sparkling.engine.api.ColumnRequest;
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
    private final Generation generation;
    private final List<ColumnRequest> columns;

    ChunkReaderFactory(String frameKey, Generation generation, List<ColumnRequest> columns) {
        this.frameKey = frameKey;
        this.generation = generation;
        this.columns = List.copyOf(columns);
    }

    @Override
    public boolean supportColumnarReads(InputPartition partition) {
        return true;
    }

    @Override
    public PartitionReader<ColumnarBatch> createColumnarReader(InputPartition partition) {
        return new ChunkBatches(frameKey, generation, columns, (ChunkPartition) partition);
    }

    @Override
    public PartitionReader<InternalRow> createReader(InputPartition partition) {
        throw new IllegalStateException("Spark asked for rows although the partition is read in columns");
    }
}
