package ai.h2o.sparkling.frames;

import ai.h2o.sparkling.cloud.Cloud;
import ai.h2o.sparkling.cloud.CloudLifecycle;
import ai.h2o.sparkling.engine.api.ColumnDescription;
import ai.h2o.sparkling.engine.api.ColumnType;
import ai.h2o.sparkling.engine.api.FrameDescription;
import ai.h2o.sparkling.errors.ConversionException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;

/**
 * Frames that H2O has made, such as results of expressions and uploads, kept by Spark while their cloud ends and the next one forms. Spark
 * holds them in its cache, in memory and on disk.
 */
public final class FrameCopies implements AutoCloseable {
    /** What Spark and H2O take for the same. Of categories Spark knows neither the order nor the levels that no row has. */
    private static final Set<ColumnType> EXACT = Set.of(ColumnType.INT, ColumnType.REAL, ColumnType.TIME);

    private final FrameSources sources;
    private final Map<String, Dataset<Row>> copies = new LinkedHashMap<>();

    /** Makes a frame of a DataFrame. */
    interface Conversion {
        FrameDescription convert(Cloud cloud, Dataset<Row> data, String key);
    }

    private FrameCopies(FrameSources sources) {
        this.sources = sources;
    }

    /**
     * Copies all frames of the cloud of which nothing else tells how to make them again, so that the next restoring makes them.
     *
     * @throws ConversionException if one of them cannot be kept as it is; then nothing was copied
     */
    static FrameCopies take(SparkSession spark, CloudLifecycle lifecycle, FrameSources sources, Conversion conversion) {
        var frames = new LinkedHashMap<String, FrameDescription>();
        for (var frame : lifecycle.ask(control -> control.listFrames())) {
            lifecycle
                    .ask(control -> control.describeFrame(frame.key()))
                    .filter(found -> !sources.knows(found))
                    .ifPresent(found -> frames.put(found.key(), requireKeepable(found)));
        }
        var taken = new FrameCopies(sources);
        try {
            frames.forEach((key, frame) -> taken.copy(spark, frame, conversion));
            return taken;
        } catch (Throwable e) {
            // Spark's errors need not be declared to be thrown.
            taken.close();
            throw e;
        }
    }

    private static FrameDescription requireKeepable(FrameDescription frame) {
        var others = frame.columns().stream()
                .filter(column -> !EXACT.contains(column.type()))
                .map(ColumnDescription::name)
                .collect(Collectors.joining("', '"));
        if (!others.isEmpty()) {
            throw new ConversionException("Frame '" + frame.key() + "' cannot be kept, since its columns '" + others
                    + "' are not numeric: Spark would not give them back with the same levels. Export the frame or remove it first;"
                    + " nothing has changed");
        }
        return frame;
    }

    private void copy(SparkSession spark, FrameDescription frame, Conversion conversion) {
        var key = frame.key();
        var data = spark.read().format("h2o").option("key", key).load().persist(StorageLevel.MEMORY_AND_DISK());
        copies.put(key, data);
        data.count();
        sources.remember(frame, (cloud, name) -> conversion.convert(cloud, data, name));
    }

    /** Drops the copies. */
    @Override
    public void close() {
        copies.forEach((key, data) -> {
            sources.forget(key);
            data.unpersist(false);
        });
    }
}
