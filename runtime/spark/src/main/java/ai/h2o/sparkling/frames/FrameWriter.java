package ai.h2o.sparkling.frames;

import ai.h2o.sparkling.bridge.Parcel;
import ai.h2o.sparkling.bridge.SparkBridge;
import ai.h2o.sparkling.cloud.Cloud;
import ai.h2o.sparkling.engine.api.CommitRequest;
import ai.h2o.sparkling.engine.api.EngineFailure;
import ai.h2o.sparkling.engine.api.FrameDescription;
import ai.h2o.sparkling.engine.api.TextForm;
import ai.h2o.sparkling.errors.ConversionException;
import ai.h2o.sparkling.frames.rows.ColumnPlan;
import ai.h2o.sparkling.frames.rows.FrameColumns;
import java.util.Map;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a frame of a DataFrame: one evaluation of its plan, in which each task stages its partition in its own executor,
 * then one commit.
 */
public final class FrameWriter {
    private static final Logger LOG = LoggerFactory.getLogger(FrameWriter.class);

    private final Cloud cloud;
    private final BooleanSupplier inService;

    /**
     * A frame that was made.
     *
     * @param schema how Spark reads its columns
     */
    public record Written(FrameDescription frame, StructType schema) {}

    /**
     * Prepares to write.
     *
     * @param inService whether the cloud still is the one that has the frames
     */
    public FrameWriter(Cloud cloud, BooleanSupplier inService) {
        this.cloud = cloud;
        this.inService = inService;
    }

    /**
     * Converts.
     *
     * @param texts what columns of text become of which that is decided
     * @throws ConversionException if a column cannot be converted, before any work, or two columns come to have the same name
     * @throws EngineFailure if the engine cannot make the frame of what was staged
     */
    public Written write(Dataset<Row> data, String key, Map<String, TextForm> texts) throws EngineFailure {
        var plan = ColumnPlan.of(data.schema());
        var jobId = UUID.randomUUID().toString();
        try {
            var results = SparkBridge.internalRows(data)
                    .mapPartitionsWithIndex(new StagePartition(jobId, cloud.access(), plan), true)
                    .collect()
                    .stream()
                    .map(parcel -> Parcel.unpack(parcel, StagePartition.Result.class))
                    .toList();
            for (var result : results) {
                if (result.refusal() != null) {
                    throw new ConversionException(result.refusal());
                }
            }
            var columns = FrameColumns.of(
                    plan, results.stream().map(StagePartition.Result::columns).toList());
            columns.warnings().forEach(warning -> LOG.warn("Frame '{}': {}", key, warning));
            var staged = results.stream().map(StagePartition.Result::staged).toList();
            var specs = columns.specs().stream()
                    .map(spec -> spec.as(texts.getOrDefault(spec.name(), TextForm.BY_CARDINALITY)))
                    .toList();
            var frame = cloud.control()
                    .commit(new CommitRequest(jobId, key, specs, staged, columns.grown(), columns.layouts()));
            return new Written(frame, new StructType(columns.fields().toArray(StructField[]::new)));
        } catch (EngineFailure e) {
            // A commit drops the stage itself, whatever its outcome.
            throw e;
        } catch (Throwable e) {
            drop(jobId);
            throw e;
        }
    }

    private void drop(String jobId) {
        // What a lost cloud has goes with it.
        if (!inService.getAsBoolean()) {
            return;
        }
        try {
            cloud.control().dropStage(jobId);
        } catch (EngineFailure | RuntimeException e) {
            if (!inService.getAsBoolean()) {
                LOG.debug("The cloud was lost while a failed conversion was cleaned up", e);
                return;
            }
            LOG.warn("What the failed conversion {} had staged stays in memory until the cloud ends", jobId, e);
        }
    }
}
