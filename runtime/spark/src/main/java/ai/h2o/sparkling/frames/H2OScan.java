package ai.h2o.sparkling.frames;

import ai.h2o.sparkling.H2OContext;
import ai.h2o.sparkling.engine.api.ColumnRequest;
import ai.h2o.sparkling.engine.api.FrameDescription;
import ai.h2o.sparkling.errors.ContextStoppedException;
import ai.h2o.sparkling.nodes.Generation;
import ai.h2o.sparkling.nodes.NodeAccess;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.connector.read.Batch;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;
import org.apache.spark.sql.connector.read.Scan;
import org.apache.spark.sql.connector.read.Statistics;
import org.apache.spark.sql.connector.read.SupportsReportStatistics;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** A scan of some columns of a frame, in partitions of neighbouring chunks that have the same home. */
final class H2OScan implements Scan, Batch, SupportsReportStatistics {
    private final FrameDescription frame;
    private final StructType schema;
    private final StructType required;
    private final NodeAccess access;

    H2OScan(FrameDescription frame, StructType schema, StructType required, NodeAccess access) {
        this.frame = frame;
        this.schema = schema;
        this.required = required;
        this.access = access;
    }

    @Override
    public StructType readSchema() {
        return required;
    }

    @Override
    public String description() {
        return "H2O frame '" + frame.key() + "', " + frame.chunks() + " chunks, columns "
                + String.join(", ", required.fieldNames());
    }

    @Override
    public Batch toBatch() {
        return this;
    }

    @Override
    public InputPartition[] planInputPartitions() {
        requireItsCloud();
        // As many partitions as cores at least, or a frame of few chunks would be read by one task.
        int cores = SparkSession.active().sparkContext().defaultParallelism();
        int most = Math.max(1, (frame.chunks() + cores - 1) / cores);
        var partitions = new ArrayList<InputPartition>();
        int first = 0;
        for (int chunk = 1; chunk <= frame.chunks(); chunk++) {
            boolean ends = chunk == frame.chunks()
                    || chunk - first == most
                    || frame.chunkHomes()[chunk] != frame.chunkHomes()[first];
            if (ends) {
                partitions.add(partition(first, chunk));
                first = chunk;
            }
        }
        return partitions.toArray(InputPartition[]::new);
    }

    /** A DataFrame outlives the cloud that it reads from; better told here than by each task. */
    private void requireItsCloud() {
        // Of a cloud that was lost, generation() tells why.
        var running = H2OContext.get().map(H2OContext::generation).map(Generation::id);
        if (!running.equals(Optional.of(access.generation().id()))) {
            throw new ContextStoppedException("This DataFrame reads frame '" + frame.key() + "' of the H2O cloud '"
                    + access.generation().id()
                    + "', which was stopped, and its frames with it. Make the frame again in the cloud"
                    + " of H2OContext.getOrCreate(), then the DataFrame by asSparkFrame");
        }
    }

    private ChunkPartition partition(int first, int end) {
        var home = frame.members().get(frame.chunkHomes()[first]);
        var location =
                access.generation().at(home).map(member -> member.executor().location());
        int[] rows = new int[end - first];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = (int) (frame.chunkStarts()[first + i + 1] - frame.chunkStarts()[first + i]);
        }
        return new ChunkPartition(first, rows, location.orElse(null));
    }

    @Override
    public PartitionReaderFactory createReaderFactory() {
        return new ChunkReaderFactory(frame.key(), access, requests());
    }

    private List<ColumnRequest> requests() {
        var requests = new ArrayList<ColumnRequest>();
        for (StructField field : required.fields()) {
            int index = schema.fieldIndex(field.name());
            requests.add(new ColumnRequest(frame.columns().get(index).vecKey(), field.dataType()));
        }
        return requests;
    }

    @Override
    public Statistics estimateStatistics() {
        long bytes = 0;
        for (StructField field : required.fields()) {
            bytes += frame.columns().get(schema.fieldIndex(field.name())).bytes();
        }
        long size = bytes;
        return new Statistics() {
            @Override
            public OptionalLong sizeInBytes() {
                return OptionalLong.of(Math.max(1, size));
            }

            @Override
            public OptionalLong numRows() {
                return OptionalLong.of(frame.rows());
            }
        };
    }
}
