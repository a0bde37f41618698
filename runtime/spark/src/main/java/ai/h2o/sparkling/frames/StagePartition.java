package ai.h2o.sparkling.frames;

import ai.h2o.sparkling.bridge.Parcel;
import ai.h2o.sparkling.engine.api.ColumnBlock;
import ai.h2o.sparkling.engine.api.EngineFailure;
import ai.h2o.sparkling.engine.api.StageId;
import ai.h2o.sparkling.engine.api.StagedPartition;
import ai.h2o.sparkling.errors.ConversionException;
import ai.h2o.sparkling.frames.rows.ColumnPlan;
import ai.h2o.sparkling.frames.rows.PartitionColumns;
import ai.h2o.sparkling.frames.rows.RowsToBlocks;
import ai.h2o.sparkling.nodes.NodeAccess;
import java.io.Serializable;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.TaskContext;
import org.apache.spark.TaskKilledException;
import org.apache.spark.api.java.function.Function2;
import org.apache.spark.sql.catalyst.InternalRow;

/**
 * The task of the write path: stages one partition with the node of its own executor, or, where that has none, with another one. Safe to run twice, because what an
 * attempt stages counts only if the driver names that attempt in the commit.
 */
final class StagePartition implements Function2<Integer, Iterator<InternalRow>, Iterator<byte[]>> {
    private static final long serialVersionUID = 1L;

    private final String jobId;
    private final NodeAccess access;
    private final ColumnPlan plan;

    /**
     * What a task tells the driver, in a parcel.
     *
     * @param staged what it staged
     * @param columns what its rows told of the columns
     * @param refusal why its rows cannot be converted, {@code null} if they are; told and not thrown, since Spark would try it three more times
     */
    record Result(StagedPartition staged, PartitionColumns columns, String refusal) implements Serializable {}

    StagePartition(String jobId, NodeAccess access, ColumnPlan plan) {
        this.jobId = jobId;
        this.access = access;
        this.plan = plan;
    }

    @Override
    public Iterator<byte[]> call(Integer partition, Iterator<InternalRow> rows) throws EngineFailure {
        try {
            return List.of(Parcel.pack(stage(partition, rows))).iterator();
        } catch (ConversionException e) {
            return List.of(Parcel.pack(new Result(null, null, e.getMessage()))).iterator();
        }
    }

    private Result stage(Integer partition, Iterator<InternalRow> rows) throws EngineFailure {
        var task = TaskContext.get();
        var block = new ColumnBlock(plan.kinds());
        var copier = new RowsToBlocks(plan, block);
        try (var writer = access.stage(new StageId(jobId, partition, task.taskAttemptId()))) {
            // A row that was begun but did not fit; Spark writes the next one to the same place, so none is asked for
            // meanwhile.
            InternalRow begun = null;
            while (begun != null || rows.hasNext()) {
                block.clear();
                int filled = 0;
                while (block.hasRoom(filled) && (begun != null || rows.hasNext())) {
                    var row = begun != null ? begun : rows.next();
                    if (!copier.copy(row, filled)) {
                        begun = row;
                        break;
                    }
                    begun = null;
                    filled++;
                }
                block.rows(filled);
                writer.append(block);
                requireWanted(task);
            }
            requireWanted(task);
            return new Result(writer.finish(), copier.columns(), null);
        }
    }

    private static void requireWanted(TaskContext task) {
        if (task.isInterrupted()) {
            throw new TaskKilledException();
        }
    }
}
