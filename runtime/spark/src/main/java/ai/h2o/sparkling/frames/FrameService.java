package ai.h2o.sparkling.frames;

import ai.h2o.sparkling.cloud.Cloud;
import ai.h2o.sparkling.cloud.CloudLifecycle;
import ai.h2o.sparkling.cloud.CloudState;
import ai.h2o.sparkling.cloud.SparkEvents;
import ai.h2o.sparkling.engine.api.ColumnDescription;
import ai.h2o.sparkling.engine.api.EngineControl;
import ai.h2o.sparkling.engine.api.EngineFailure;
import ai.h2o.sparkling.engine.api.FrameDescription;
import ai.h2o.sparkling.engine.api.FrameSummary;
import ai.h2o.sparkling.engine.api.TextForm;
import ai.h2o.sparkling.errors.ConversionException;
import ai.h2o.sparkling.frames.rows.ColumnPlan;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StringType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The frames of one context: makes, finds, lists and removes them, and makes them again in the next cloud. Thread-safe. */
public final class FrameService {
    private static final Logger LOG = LoggerFactory.getLogger(FrameService.class);
    private static final String ORC = ".orc";
    private static final String ILLEGAL_IN_KEYS = " !@#$%^&*()+={}[]|\\;:\"'<>,/?";

    private final SparkSession spark;
    private final SparkEvents events;
    private final CloudLifecycle lifecycle;
    private final Consumer<FrameConversion> onConversion;
    private final boolean recovers;
    private final FrameSchemas schemas = new FrameSchemas();
    private final FrameSources sources = new FrameSources();
    private final Conversions conversions = new Conversions();

    /**
     * @param onConversion told of each conversion before it begins
     * @param recovers whether it is worth remembering what frames were made from
     */
    public FrameService(
            SparkSession spark,
            SparkEvents events,
            CloudLifecycle lifecycle,
            Consumer<FrameConversion> onConversion,
            boolean recovers) {
        this.spark = spark;
        this.events = events;
        this.lifecycle = lifecycle;
        this.onConversion = onConversion;
        this.recovers = recovers;
    }

    public Conversions conversions() {
        return conversions;
    }

    /**
     * Starts to make a frame of a DataFrame and returns at once.
     *
     * @param name key of the frame, or {@code null} to have one made up
     */
    public FrameConversion convert(Dataset<Row> data, String name) {
        return convert(data, name, Map.of());
    }

    /**
     * Starts to make a frame of a DataFrame and returns at once.
     *
     * @param name key of the frame, or {@code null} to have one made up
     * @param texts what columns of text become of which that is decided
     */
    public FrameConversion convert(Dataset<Row> data, String name, Map<String, TextForm> texts) {
        requireBatch(data);
        requireText(data, texts);
        return start(
                name,
                (cloud, key) -> convert(cloud, data, key, texts),
                frame -> {
                    // A Dataset keeps the plan that Spark made of it, and so what was read; another one has a plan of
                    // its own.
                    var again = data.select("*");
                    remember(frame, (cloud, key) -> convert(cloud, again.select("*"), key, texts));
                },
                this::deleteAgain);
    }

    private static void requireBatch(Dataset<Row> data) {
        if (data.isStreaming()) {
            throw new ConversionException(
                    "A streaming DataFrame has no end, so no frame can be made of it; write each of"
                            + " its batches: writeStream.foreachBatch(lambda batch, id:"
                            + " batch.write.format(\"h2o\").mode(\"append\").save(\"…\"))");
        }
    }

    private static void requireText(Dataset<Row> data, Map<String, TextForm> texts) {
        if (texts.isEmpty()) {
            return;
        }
        var plan = ColumnPlan.of(data.schema());
        var known = plan.knownColumns();
        for (var name : texts.keySet()) {
            var type = known.get(name);
            if (type == null && !plan.mayMake(name)) {
                throw new ConversionException("There is no column '" + name + "', of which columnsToCategorical or"
                        + " columnsToStrings tells what it is to become");
            }
            if (type != null && !(type instanceof StringType)) {
                throw new ConversionException("Column '" + name + "' is " + type.simpleString()
                        + ", but columnsToCategorical and columnsToStrings are for columns of text; cast it");
            }
        }
    }

    /** Starts to add the rows of a DataFrame to a frame, which is made if it is not there, and returns at once. */
    public FrameConversion append(Dataset<Row> data, String key) {
        requireBatch(data);
        var before = new AtomicReference<FrameDescription>();
        return start(
                key,
                (cloud, name) -> append(cloud, data, name, before::set),
                frame -> {
                    var again = data.select("*");
                    rememberAppended(
                            before.get(),
                            frame,
                            (cloud, name) -> append(cloud, again.select("*"), name, ignored -> {}));
                },
                frame -> {
                    // Nothing tells any more how it came to be as it is.
                    sources.forget(key);
                    LOG.warn("Rows were added to frame '{}' although nobody waited for it any more", key);
                });
    }

    /** @param before told of the frame as it was, if it was there */
    private FrameDescription append(Cloud cloud, Dataset<Row> data, String key, Consumer<FrameDescription> before) {
        return failing("Nothing was added to frame '" + key + "': ", () -> {
            var frame = cloud.control().describeFrame(key);
            frame.ifPresent(before);
            return new FrameAppender(cloud, writer(cloud), schemas, () -> lifecycle.serves(cloud))
                    .append(data, key, frame);
        });
    }

    /**
     * Starts to read what lies at a URI and returns at once.
     *
     * @param name key of the frame, or {@code null} to have one made up
     */
    public FrameConversion read(String uri, String name) {
        if (uri.toLowerCase(Locale.ROOT).endsWith(ORC)) {
            return convert(spark.read().orc(uri), name);
        }
        BiFunction<Cloud, String, FrameDescription> work = (cloud, key) -> {
            try {
                return cloud.control().importFrame(uri, key);
            } catch (EngineFailure e) {
                throw lifecycle.failure(e);
            }
        };
        return start(name, work, frame -> remember(frame, work), this::deleteAgain);
    }

    /**
     * Starts.
     *
     * @param remember has it remembered how the frame came to be
     * @param undo takes away the frame that came to be after all, when nobody wants it any more
     */
    private FrameConversion start(
            String name,
            BiFunction<Cloud, String, FrameDescription> work,
            Consumer<FrameDescription> remember,
            Consumer<FrameDescription> undo) {
        var key = name == null ? "frame_" + UUID.randomUUID().toString().replace("-", "") : checkedKey(name);
        if (lifecycle.now().state() != CloudState.RECOVERING) {
            lifecycle.running();
        }
        return FrameConversion.start(
                key,
                events,
                spark.sparkContext(),
                // Before it looks at the cloud: a loss goes through the list and ends all that is in it.
                conversion -> {
                    conversions.add(conversion);
                    onConversion.accept(conversion);
                    conversion.whenDone(() -> conversion.frame().ifPresent(remember));
                },
                conversion -> work.apply(cloudFor(conversion), key),
                undo);
    }

    /** Unless another frame has its key by now. */
    private void deleteAgain(FrameDescription unwanted) {
        var now = lifecycle.ask(control -> control.describeFrame(unwanted.key()));
        if (now.filter(frame -> columnsOf(frame).equals(columnsOf(unwanted))).isPresent()) {
            delete(unwanted.key());
        }
    }

    private static List<String> columnsOf(FrameDescription frame) {
        return frame.columns().stream().map(ColumnDescription::vecKey).toList();
    }

    private Cloud cloudFor(FrameConversion conversion) {
        var cloud = lifecycle.recovered();
        if (conversion.outcome() != FrameConversion.Outcome.RUNNING) {
            // While it waited for the cloud; another one may have the key by now.
            throw new ConversionException("The conversion to frame '" + conversion.key() + "' was given up");
        }
        return cloud;
    }

    private void remember(FrameDescription frame, BiFunction<Cloud, String, FrameDescription> again) {
        rememberAppended(null, frame, again);
    }

    /** @param before the frame without the rows that were added, {@code null} if all of it is new */
    private void rememberAppended(
            FrameDescription before, FrameDescription frame, BiFunction<Cloud, String, FrameDescription> again) {
        if (!recovers) {
            return;
        }
        try {
            if (before == null) {
                sources.remember(frame, again);
            } else {
                sources.rememberAppended(before, frame, again);
            }
            sources.prune(this::list);
        } catch (RuntimeException e) {
            LOG.debug("What frame '{}' was made from is not remembered", frame.key(), e);
        }
    }

    private FrameDescription convert(Cloud cloud, Dataset<Row> data, String key, Map<String, TextForm> texts) {
        return failing("Frame '" + key + "' was not made: ", () -> {
            var written = writer(cloud).write(data, key, texts);
            schemas.remember(written.frame(), written.schema());
            return written.frame();
        });
    }

    private FrameWriter writer(Cloud cloud) {
        return new FrameWriter(cloud, () -> lifecycle.serves(cloud));
    }

    /** Work on the engine. */
    private interface Work {
        FrameDescription run() throws EngineFailure;
    }

    private FrameDescription failing(String outcome, Work work) {
        try {
            return work.run();
        } catch (EngineFailure e) {
            var loss = lifecycle.loss(e);
            throw loss.isPresent() ? loss.get() : new ConversionException(outcome + e.getMessage(), e);
        }
    }

    private static String checkedKey(String name) {
        for (int i = 0; i < name.length(); i++) {
            if (ILLEGAL_IN_KEYS.indexOf(name.charAt(i)) >= 0) {
                throw new ConversionException("The frame name '" + name + "' has the character '" + name.charAt(i)
                        + "', which H2O does not allow in keys; use letters, digits, '_', '-' and '.'");
            }
        }
        if (name.isEmpty()) {
            throw new ConversionException("The frame name is empty; leave it out to have one made up");
        }
        return name;
    }

    /** A frame to read, if it is there. */
    public Optional<FrameView> find(String key, boolean copyMetadata) {
        var cloud = lifecycle.recovered();
        try {
            return cloud.control()
                    .describeFrame(key)
                    .map(frame -> new FrameView(frame, schemas.of(frame, copyMetadata), cloud.access()));
        } catch (EngineFailure e) {
            throw lifecycle.failure(e);
        }
    }

    /** The frames of the cloud. */
    public List<FrameSummary> list() {
        return lifecycle.ask(EngineControl::listFrames);
    }

    /** Removes a frame; answers whether it was there. */
    public boolean delete(String key) {
        sources.forget(key);
        return lifecycle.ask(control -> control.deleteFrame(key));
    }

    /** Has Spark keep the frames of which nothing tells how to make them again, until that is closed. */
    public FrameCopies copyOthers() {
        return FrameCopies.take(spark, lifecycle, sources, (cloud, data, key) -> convert(cloud, data, key, Map.of()));
    }

    /**
     * Makes the frames again in the next cloud, see {@link FrameSources#restore}.
     *
     * @return the frames that were made
     */
    public List<FrameDescription> restore(Cloud next, Predicate<Duration> brokenWithin) {
        // Of columns that are all gone.
        schemas.clear();
        return sources.restore(next, brokenWithin);
    }
}
