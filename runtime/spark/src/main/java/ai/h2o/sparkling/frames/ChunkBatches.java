package ai.h2o.sparkling.frames;

import ai.h2o.sparkling.engine.api.BlockProtocol.Reading;
import ai.h2o.sparkling.engine.api.ColumnBlock;
import ai.h2o.sparkling.engine.api.ColumnRequest;
import ai.h2o.sparkling.engine.api.EngineFailure;
import ai.h2o.sparkling.engine.api.EngineNode;
import ai.h2o.sparkling.errors.CloudLostException;
import ai.h2o.sparkling.nodes.NodeAccess;
import ai.h2o.sparkling.nodes.RemoteNode;
import java.util.List;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.sql.vectorized.ColumnarBatch;

/**
 * The chunks of one partition as batches: whole ones from the node of this JVM, laid over the engine's memory; from a node elsewhere in pieces that
 * a block can hold. Used by one task.
 */
final class ChunkBatches implements PartitionReader<ColumnarBatch> {
    private final String frameKey;
    private final List<ColumnRequest> columns;
    private final ChunkPartition partition;
    private final EngineNode here;
    private final RemoteNode elsewhere;
    private final int most;
    private int index;
    private int row;

    ChunkBatches(String frameKey, NodeAccess access, List<ColumnRequest> columns, ChunkPartition partition) {
        this.frameKey = frameKey;
        this.columns = columns;
        this.partition = partition;
        here = access.here().orElse(null);
        elsewhere = here == null ? access.at(partition.location(), partition.first()) : null;
        most = here == null ? ColumnBlock.rowsThatFit(columns.size()) : Integer.MAX_VALUE;
    }

    @Override
    public boolean next() {
        return index < partition.rows().length;
    }

    @Override
    public ColumnarBatch get() {
        int chunk = partition.first() + index;
        int end = (int) Math.min(partition.rows()[index], row + (long) most);
        try {
            var vectors = here == null
                    ? fetch(new Reading(frameKey, chunk, row, end, columns))
                    : here.read(frameKey, chunk, columns);
            var batch = new ColumnarBatch(vectors, end - row);
            advance(end);
            return batch;
        } catch (EngineFailure e) {
            throw new CloudLostException(e.getMessage(), e);
        }
    }

    private void advance(int end) {
        row = end;
        if (row >= partition.rows()[index]) {
            index++;
            row = 0;
        }
    }

    private ColumnVector[] fetch(Reading reading) throws EngineFailure {
        var block = elsewhere.read(reading);
        var vectors = new ColumnVector[columns.size()];
        for (int i = 0; i < vectors.length; i++) {
            vectors[i] = new BlockVector(columns.get(i).type(), block.column(i), block.rows());
        }
        return vectors;
    }

    @Override
    public void close() {
        // The batches hold nothing but references.
    }
}
