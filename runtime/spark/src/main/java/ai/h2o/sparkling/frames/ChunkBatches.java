package ai.h2o.sparkling.frames;

import ai.h2o.sparkling.cloud.Generation;
import ai.h2o.sparkling.cloud.NodeHost;
import ai.h2o.sparkling.engine.api.ColumnRequest;
import ai.h2o.sparkling.engine.api.EngineFailure;
import ai.h2o.sparkling.engine.api.EngineNode;
import ai.h2o.sparkling.errors.CloudLostException;
import java.io.IOException;
import java.util.List;
import org.apache.spark.SparkEnv;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.sql.vectorized.ColumnarBatch;

/** The chunks of one partition as batches, one a chunk. Used by one task. */
final class ChunkBatches implements PartitionReader<ColumnarBatch> {
    private final String frameKey;
    private final List<ColumnRequest> columns;
    private final ChunkPartition partition;
    private final EngineNode node;
    private int next;

    ChunkBatches(String frameKey, Generation generation, List<ColumnRequest> columns, ChunkPartition partition) {
        this.frameKey = frameKey;
        this.columns = columns;
        this.partition = partition;
        node = NodeHost.find(generation.id())
                .orElseThrow(() -> new CloudLostException("Executor "
                        + SparkEnv.get().executorId() + " has no H2O node of cloud '" + generation.id()
                        + "', so it cannot read frame '" + frameKey
                        + "': that cloud lost an executor, which the driver's log names, or it was stopped, or this"
                        + " executor joined later. Run the query again; what asSparkFrame made of a frame that is made"
                        + " again after a loss reads it there"));
    }

    @Override
    public boolean next() {
        return next < partition.rows().length;
    }

    @Override
    public ColumnarBatch get() {
        int index = next++;
        try {
            return new ColumnarBatch(
                    node.read(frameKey, partition.first() + index, columns),
                    partition.rows()[index]);
        } catch (EngineFailure e) {
            throw new CloudLostException(e.getMessage(), e);
        }
    }

    @Override
    public void close() throws IOException {
        // The batches hold nothing but references.
    }
}
