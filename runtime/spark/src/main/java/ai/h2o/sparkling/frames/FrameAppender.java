package ai.h2o.sparkling.frames;

import ai.h2o.sparkling.cloud.Cloud;
import ai.h2o.sparkling.engine.api.ColumnDescription;
import ai.h2o.sparkling.engine.api.ColumnType;
import ai.h2o.sparkling.engine.api.EngineFailure;
import ai.h2o.sparkling.engine.api.FrameDescription;
import ai.h2o.sparkling.engine.api.TextForm;
import ai.h2o.sparkling.errors.ConversionException;
import ai.h2o.sparkling.frames.rows.ColumnPlan;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Adds the rows of a DataFrame to a frame: converts them to a frame of their own, then has the engine make one of both, so that either all of
 * them are there or none.
 */
final class FrameAppender {
    private static final Logger LOG = LoggerFactory.getLogger(FrameAppender.class);

    private final Cloud cloud;
    private final FrameWriter writer;
    private final FrameSchemas schemas;
    private final BooleanSupplier inService;

    /** @param inService whether the cloud still is the one that has the frames */
    FrameAppender(Cloud cloud, FrameWriter writer, FrameSchemas schemas, BooleanSupplier inService) {
        this.inService = inService;
        this.cloud = cloud;
        this.writer = writer;
        this.schemas = schemas;
    }

    /**
     * Adds rows.
     *
     * @param frame what is there, if anything is
     * @throws ConversionException if the columns are not those of the frame, as far as is known before any work
     */
    FrameDescription append(Dataset<Row> data, String key, Optional<FrameDescription> frame) throws EngineFailure {
        frame.ifPresent(there -> requireSameColumns(ColumnPlan.of(data.schema()), there));
        var addition = key + "_added_" + UUID.randomUUID().toString().replace("-", "");
        try {
            var written =
                    writer.write(data, addition, frame.map(FrameAppender::texts).orElse(Map.of()));
            var now = cloud.control().append(key, addition);
            if (frame.isPresent()) {
                schemas.rememberAppended(frame.get(), written.schema(), now);
            } else if (vecKeys(now).equals(vecKeys(written.frame()))) {
                schemas.remember(now, written.schema());
            }
            return now;
        } catch (Throwable e) {
            // Spark's errors need not be declared to be thrown.
            drop(addition);
            throw e;
        }
    }

    private static List<String> vecKeys(FrameDescription frame) {
        return frame.columns().stream().map(ColumnDescription::vecKey).toList();
    }

    /** The engine has done so, unless it was never asked or its answer was lost. */
    private void drop(String addition) {
        if (!inService.getAsBoolean()) {
            return;
        }
        try {
            cloud.control().deleteFrame(addition);
        } catch (EngineFailure | RuntimeException e) {
            LOG.debug("The rows that were to be added may stay as frame '{}'", addition, e);
        }
    }

    private void requireSameColumns(ColumnPlan plan, FrameDescription frame) {
        var problems = new ArrayList<String>();
        var known = plan.knownColumns();
        for (ColumnDescription column : frame.columns()) {
            var type = known.remove(column.name());
            if (type == null && !plan.mayMake(column.name())) {
                problems.add("The DataFrame has no column '" + column.name() + "', which the frame has");
            } else if (type != null) {
                schemas.origin(column)
                        .filter(origin -> !origin.equals(type))
                        .ifPresent(origin -> problems.add("Column '" + column.name() + "' is " + type.simpleString()
                                + ", but in the frame it is " + origin.simpleString() + "; cast it"));
            }
        }
        known.keySet()
                .forEach(name ->
                        problems.add("The frame has no column '" + name + "', which the DataFrame has; drop it"));
        if (!problems.isEmpty()) {
            throw new ConversionException("The rows cannot be added to frame '" + frame.key() + "':"
                    + System.lineSeparator() + String.join(System.lineSeparator(), problems));
        }
    }

    /** What text becomes is decided by what is there. */
    private static Map<String, TextForm> texts(FrameDescription frame) {
        var texts = new HashMap<String, TextForm>();
        for (ColumnDescription column : frame.columns()) {
            if (column.type() == ColumnType.CATEGORICAL) {
                texts.put(column.name(), TextForm.CATEGORY);
            } else if (column.type() == ColumnType.STRING) {
                texts.put(column.name(), TextForm.STRINGS);
            }
        }
        return texts;
    }
}
