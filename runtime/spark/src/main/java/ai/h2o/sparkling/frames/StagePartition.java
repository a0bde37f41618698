package ai.h2o.sparkling.frames;

import ai.h2o.sparkling.cloud.Generation;
import ai.h2o.sparkling.cloud.NodeHost;
import ai.h2o.sparkling.engine.api.ColumnBlock;
import ai.h2o.sparkling.engine.api.EngineFailure;
import ai.h2o.sparkling.engine.api.StageId;
import ai.h2o.sparkling.engine.api.StagedPartition;
import ai.h2o.sparkling.errors.CloudLostException;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.apache.spark.TaskKilledException;
import org.apache.spark.api.java.function.Function2;
import org.apache.spark.sql.catalyst.InternalRow;

/**
 * The task of the write path: stages one partition with the node of its own executor. Safe to run twice, because what an
 * attempt stages counts only if the driver names that attempt in the commit.
 */
final class StagePartition implements Function2<Integer, Iterator<InternalRow>, Iterator<StagedPartition>> {
    private static final long serialVersionUID = 1L;

    private final String jobId;
    private final Generation generation;
    private final ColumnPlan plan;

    StagePartition(String jobId, Generation generation, ColumnPlan plan) {
        this.jobId = jobId;
        this.generation = generation;
        this.plan = plan;
    }

    @Override
    public Iterator<StagedPartition> call(Integer partition, Iterator<InternalRow> rows) throws EngineFailure {
        var task = TaskContext.get();
        var node = NodeHost.find(generation.id()).orElseThrow(this::noNode);
        var block = new ColumnBlock(plan.kinds());
        var copier = new RowsToBlocks(plan, block);
        try (var writer = node.stage(new StageId(jobId, partition, task.taskAttemptId()), plan.kinds())) {
            while (rows.hasNext()) {
                block.clear();
                int filled = 0;
                while (filled < block.capacity() && block.bytesUsed() < ColumnBlock.MAX_BYTES && rows.hasNext()) {
                    copier.copy(rows.next(), filled++);
                }
                block.rows(filled);
                writer.append(block);
                if (task.isInterrupted()) {
                    throw new TaskKilledException();
                }
            }
            return List.of(writer.finish()).iterator();
        }
    }

    private CloudLostException noNode() {
        return new CloudLostException("Executor " + SparkEnv.get().executorId() + " has no H2O node of cloud '"
                + generation.id() + "'; the nodes are in executors "
                + generation.members().stream()
                        .map(member -> member.executor().id())
                        .collect(Collectors.joining(", "))
                + ". It joined after the cloud was formed: stop the H2OContext and get it again to include it");
    }
}
