package ai.h2o.sparkling;

import static java.util.Objects.requireNonNull;

import ai.h2o.sparkling.bridge.SparkUiTab;
import ai.h2o.sparkling.certificates.OwnCertificate;
import ai.h2o.sparkling.cloud.AfterLoss;
import ai.h2o.sparkling.cloud.Cloud;
import ai.h2o.sparkling.cloud.CloudFormation;
import ai.h2o.sparkling.cloud.CloudLifecycle;
import ai.h2o.sparkling.cloud.CloudState;
import ai.h2o.sparkling.cloud.GenerationHistory;
import ai.h2o.sparkling.cloud.HadoopProperties;
import ai.h2o.sparkling.cloud.SparkEvents;
import ai.h2o.sparkling.engine.api.CloudDescription;
import ai.h2o.sparkling.engine.api.EngineControl;
import ai.h2o.sparkling.engine.api.FrameSummary;
import ai.h2o.sparkling.engine.api.JobSummary;
import ai.h2o.sparkling.engine.api.LogFormat;
import ai.h2o.sparkling.engine.api.StorageDescription;
import ai.h2o.sparkling.engine.api.TextForm;
import ai.h2o.sparkling.errors.CloudFormationException;
import ai.h2o.sparkling.errors.CloudLostException;
import ai.h2o.sparkling.errors.ContextStoppedException;
import ai.h2o.sparkling.errors.ConversionException;
import ai.h2o.sparkling.errors.H2OSparklingException;
import ai.h2o.sparkling.errors.PreflightException;
import ai.h2o.sparkling.errors.SettingException;
import ai.h2o.sparkling.frames.Conversions;
import ai.h2o.sparkling.frames.FrameConversion;
import ai.h2o.sparkling.frames.FrameCopies;
import ai.h2o.sparkling.frames.FrameService;
import ai.h2o.sparkling.frames.FrameView;
import ai.h2o.sparkling.health.HealthThresholds;
import ai.h2o.sparkling.health.HealthWatch;
import ai.h2o.sparkling.metrics.CloudFacts;
import ai.h2o.sparkling.metrics.SparklingMetrics;
import ai.h2o.sparkling.nodes.Generation;
import ai.h2o.sparkling.nodes.GenerationName;
import ai.h2o.sparkling.preflight.Preflight;
import ai.h2o.sparkling.recovery.CloudRecovery;
import ai.h2o.sparkling.recovery.KeptWork;
import ai.h2o.sparkling.rest.RestApi;
import ai.h2o.sparkling.settings.LogLevel;
import ai.h2o.sparkling.settings.Recovery;
import ai.h2o.sparkling.settings.Settings;
import ai.h2o.sparkling.settings.SparklingSettings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * H2O inside a Spark application: one node in each executor, one door on the driver. There is at most one context in a
 * JVM, as there is one {@code SparkContext}.
 *
 * <pre>{@code
 * H2OContext hc = H2OContext.getOrCreate(spark);
 * H2OFrame frame = hc.asH2OFrame(dataFrame);
 * Dataset<Row> back = hc.asSparkFrame(frame);
 * hc.stop();
 * }</pre>
 *
 * <p>Thread-safe.
 */
public final class H2OContext {
    private static final Logger LOG = LoggerFactory.getLogger(H2OContext.class);
    private static final Duration END_DEADLINE = Duration.ofSeconds(40);
    private static final Duration TAKE_DOWN_DEADLINE = END_DEADLINE.plusSeconds(20);

    private static final Object CREATION = new Object();
    private static final AtomicInteger GENERATIONS = new AtomicInteger();
    private static final GenerationHistory HISTORY = new GenerationHistory();

    // Filled under CREATION; read, and emptied by a context that ends, without it.
    private static final AtomicReference<H2OContext> CURRENT = new AtomicReference<>();

    private final SparkSession spark;
    private final SparklingSettings settings;
    // From the wish for another size until the cloud of that size is there.
    private final AtomicBoolean resizing = new AtomicBoolean();
    // While frames are copied for that, an executor may be lost; the cloud that follows is no resized one.
    private volatile boolean reforms;
    private final CountDownLatch takenDown = new CountDownLatch(1);
    // Guarded by CREATION.
    private final Attachments attachments = new Attachments();
    private final FrontDoor door;
    private final SparkEvents events;
    private final CloudLifecycle lifecycle;
    private final FrameService frames;
    private final HealthWatch health;
    private final Optional<KeptWork> kept;
    private final Optional<CloudRecovery> recovery;
    private final SparklingMetrics metrics = new SparklingMetrics(new Facts());
    // Written once, by form().
    private volatile Optional<SparkUiTab> tab = Optional.empty();

    private H2OContext(SparkSession spark, SparklingSettings settings) {
        this.spark = spark;
        this.settings = settings;
        var afterLoss = AfterLoss.of(settings, spark.sparkContext().isLocal());
        lifecycle = new CloudLifecycle(this::lost, afterLoss);
        events = new SparkEvents(spark.sparkContext(), lifecycle::executorRemoved, this::applicationEnded);
        frames = new FrameService(spark, events, lifecycle, metrics::count, afterLoss.recovers());
        health = new HealthWatch(
                spark.sparkContext(),
                new HealthThresholds(settings.healthWarning(), settings.healthLost()),
                settings.cloudTimeout(),
                new HealthWatch.Losses() {
                    @Override
                    public void hangs(String executor, String how) {
                        lifecycle.executorRemoved(executor, how);
                    }

                    @Override
                    public void retires(String executor) {
                        // Without enough others the cloud had better work until that one goes.
                        if (health.usable() >= settings.clusterSize().orElse(1)) {
                            lifecycle.executorRetires(executor);
                        }
                    }
                });
        kept = openKeptWork(spark, settings);
        recovery = afterLoss.recovers()
                ? Optional.of(
                        new CloudRecovery(spark.sparkContext(), events, lifecycle, frames, kept, new RecoveredClouds()))
                : Optional.empty();
        door = openDoor();
    }

    /** Where there is no gateway, there is no context that could take back what was made before. */
    private FrontDoor openDoor() {
        try {
            return new FrontDoor(spark, settings, RestApi.of(this));
        } catch (RuntimeException e) {
            kept.ifPresent(KeptWork::deleteIfEmpty);
            throw e;
        }
    }

    /** A cloud in the driver itself is never lost without the driver. */
    private static Optional<KeptWork> openKeptWork(SparkSession spark, SparklingSettings settings) {
        var context = spark.sparkContext();
        if (context.isLocal() || settings.recoveryDir().isEmpty()) {
            return Optional.empty();
        }
        var hadoop = new Configuration(context.hadoopConfiguration());
        HadoopProperties.of(spark).forEach(hadoop::set);
        // Ids of applications are those of one master; two masters may share a storage.
        var application = context.applicationId() + "-" + context.startTime();
        return Optional.of(KeptWork.open(settings.recoveryDir().get(), hadoop, application, settings.cloudTimeout()));
    }

    /** The running context, or one for the active Spark session with the session's settings. */
    public static H2OContext getOrCreate() {
        return getOrCreate(activeSession(), new H2OConf());
    }

    /** The running context, or one for the active Spark session. */
    public static H2OContext getOrCreate(H2OConf conf) {
        return getOrCreate(activeSession(), conf);
    }

    /** The running context, or one for this session with the session's settings. */
    public static H2OContext getOrCreate(SparkSession spark) {
        return getOrCreate(spark, new H2OConf());
    }

    /**
     * The running context, or a new one. A context whose cloud was lost is replaced.
     *
     * @param conf settings that win over those of the session; not looked at if a context is running
     * @throws H2OSparklingException if Java, Spark or a setting is not as it must be, or the cloud cannot be formed; no
     *     port stays open and no node stays behind
     */
    public static H2OContext getOrCreate(SparkSession spark, H2OConf conf) {
        requireNonNull(spark, "spark is null");
        requireNonNull(conf, "conf is null");
        // Not under the lock: whoever stops the context meanwhile needs it.
        get().ifPresent(context -> context.lifecycle.settled());
        synchronized (CREATION) {
            var running = CURRENT.get();
            if (running != null && running.usableFor(spark)) {
                running.attachments.add(spark);
                return running;
            }
            if (running != null) {
                running.requireReplaceable(spark);
                running.end();
                running.awaitTakenDown();
            }
            var context = create(spark, conf);
            CURRENT.set(context);
            context.attachments.add(spark);
            if (context.state() == CloudState.STOPPED) {
                // Spark has ended since, and found nothing here that it could take away.
                context.forget();
                throw new ContextStoppedException(context.reason());
            }
            return context;
        }
    }

    /** The running context, if there is one. */
    public static Optional<H2OContext> get() {
        return Optional.ofNullable(CURRENT.get());
    }

    /** The running context, or an error that says how to get one. */
    public static H2OContext ensure() {
        return ensure("H2OContext is not running; call H2OContext.getOrCreate() first");
    }

    /** The running context, or an error with this text. */
    public static H2OContext ensure(String message) {
        return get().orElseThrow(() -> new ContextStoppedException(message));
    }

    private static SparkSession activeSession() {
        var active = SparkSession.getActiveSession();
        var session = active.isDefined() ? active : SparkSession.getDefaultSession();
        if (session.isEmpty()) {
            throw new ContextStoppedException("There is no Spark session; start one with"
                    + " SparkSession.builder().getOrCreate(), or pass it to H2OContext.getOrCreate(spark)");
        }
        return session.get();
    }

    private static H2OContext create(SparkSession spark, H2OConf conf) {
        var problem = Preflight.check(System.getProperty("java.specification.version"), spark.version());
        if (problem != null) {
            throw new PreflightException(problem);
        }
        if (spark.sparkContext().isStopped()) {
            throw new ContextStoppedException(
                    "The Spark session was stopped; start another one with" + " SparkSession.builder().getOrCreate()");
        }
        var settings = conf.resolve(spark);
        settings.notices().forEach(LOG::warn);
        var context = new H2OContext(spark, settings);
        try {
            context.form();
            return context;
        } catch (Throwable e) {
            // Spark's errors need not be declared to be thrown.
            context.end();
            context.kept.ifPresent(KeptWork::deleteIfEmpty);
            throw e;
        }
    }

    private void form() {
        spark.sparkContext().addSparkListener(events);
        // Both take time, and one of them mostly waits.
        var serving = door.serve();
        var cloud = formCloud(0);
        restoreKept(cloud);
        // In this order: a member may be gone already, and what follows from that must be the last word.
        open(cloud);
        lifecycle.formed(cloud);
        FrontDoor.awaitServing(serving, settings.cloudTimeout());
        metrics.register();
        tab = SparkUiTab.attach(
                spark.sparkContext(),
                StatusTab.NAME,
                () -> StatusTab.content(lifecycle.now().state(), flowURL()));
        if (cloud.generation().members().size() > 1 && !settings.internalSecureConnections()) {
            LOG.warn("Traffic between the nodes of the H2O cloud is not encrypted, since"
                    + " spark.ext.h2o.internal_secure_connections is false, and whoever reaches a node's port may do"
                    + " with it as another node; that is for trusted networks only");
        }
        LOG.info(
                "H2O cloud '{}' of {} nodes is ready at {}",
                cloud.generation().id(),
                cloud.generation().members().size(),
                flowURL());
    }

    /** Of a cloud of this application that was lost, where recovery is manual. */
    private void restoreKept(Cloud cloud) {
        if (kept.isEmpty()) {
            return;
        }
        // Who waits for a node that is gone is told by an interrupt.
        lifecycle.restoring(cloud);
        try {
            kept.get().restore(cloud.control(), most -> !lifecycle.now().gone().isEmpty());
        } finally {
            lifecycle.restored();
        }
        boolean lost = !lifecycle.now().gone().isEmpty();
        if (lost) {
            // What follows from that comes once the cloud is in service.
            Thread.interrupted();
        } else if (Thread.currentThread().isInterrupted()) {
            throw new CloudFormationException("The start was interrupted while models came back");
        }
    }

    private Cloud formCloud(int former) {
        var present = reforms ? OptionalInt.of(Math.max(1, health.usable())) : OptionalInt.empty();
        var cloud = new CloudFormation(
                        spark.sparkContext(), settings, HadoopProperties.of(spark), kept.map(KeptWork::uri), health)
                .form(this::nextName, present, former);
        health.watch(cloud);
        return cloud;
    }

    private GenerationName nextName() {
        int number = GENERATIONS.incrementAndGet();
        return new GenerationName(
                number,
                settings.cloudName().orElse("sparkling-" + spark.sparkContext().applicationId()) + "-" + number);
    }

    /** Leads those to the cloud who come from outside. */
    private void open(Cloud cloud) {
        HISTORY.formed(cloud.generation());
        door.leadTo(cloud);
    }

    private boolean usableFor(SparkSession session) {
        var state = lifecycle.now().state();
        return state == CloudState.RUNNING
                && !spark.sparkContext().isStopped()
                && spark.sparkContext() == session.sparkContext();
    }

    private void requireReplaceable(SparkSession session) {
        var now = lifecycle.now();
        boolean stays = now.state() == CloudState.LOST && settings.recovery() == Recovery.OFF;
        // Somebody has lost patience, or was interrupted; what is under way is worth more than a new, empty cloud.
        boolean comes = now.state() == CloudState.RECOVERING;
        if ((stays || comes) && !spark.sparkContext().isStopped() && spark.sparkContext() == session.sparkContext()) {
            throw new CloudLostException(now.reason());
        }
    }

    private void lost(CloudLifecycle.Snapshot lost) {
        if (!reforms) {
            LOG.warn(lost.reason());
        }
        HISTORY.lost(lost.cloud().generation().number(), lost.reason());
        if (kept.isPresent() && recovery.isPresent()) {
            // Of the jobs some may go on; what follows looks which.
            door.pause(lost.reason());
        } else {
            door.unavailable(lost.reason());
        }
        frames.conversions().failAll(new CloudLostException(lost.reason()));
        lost.cloud().abandon(lost.reason(), lost.gone());
        recovery.ifPresent(recovery -> recovery.begin(lost));
    }

    private void applicationEnded() {
        // On Spark's listener bus, which waits for nobody: the nodes end with their executors.
        if (lifecycle.stopping()) {
            recovery.ifPresent(CloudRecovery::abandon);
            health.close();
            door.close();
            kept.ifPresent(KeptWork::delete);
            lifecycle.stopped();
            ended();
        }
    }

    /**
     * The calling thread's session leaves the context; see {@link #leave}. A thread whose active session has not asked for the context speaks for
     * the one that has made it.
     */
    public void stop() {
        leave(List.of(callingSession()));
    }

    /** The same, or, if asked, ends the cloud and Spark, whoever uses them. */
    public void stop(boolean stopSparkContext) {
        if (stopSparkContext) {
            if (lifecycle.stopping()) {
                endForGood();
            }
            spark.stop();
        } else {
            stop();
        }
    }

    private SparkSession callingSession() {
        var active = SparkSession.getActiveSession();
        synchronized (CREATION) {
            return active.isDefined() && attachments.has(active.get()) ? active.get() : spark;
        }
    }

    /**
     * These sessions do not need the context any more. With the last session that has asked for it ends the cloud, and frames and models in it are
     * gone, unless {@code spark.ext.h2o.stop.with.last.session} is false. Spark goes on. Does nothing if done before.
     *
     * @return whether the cloud has ended
     */
    public boolean leave(List<SparkSession> sessions) {
        synchronized (CREATION) {
            if (!attachments.remove(sessions)) {
                LOG.info("The H2O cloud goes on, for other sessions of this application");
                return false;
            }
            // Under the lock: nobody who gets the context now finds one that is about to end.
            if (!settings.stopWithLastSession() || !lifecycle.stopping()) {
                return false;
            }
        }
        endForGood();
        return true;
    }

    private void endForGood() {
        try {
            takeDown();
            kept.ifPresent(KeptWork::delete);
        } finally {
            ended();
        }
    }

    /** What was kept stays for the context that follows. Does nothing if somebody else has ended it before. */
    private void end() {
        if (lifecycle.stopping()) {
            try {
                takeDown();
            } finally {
                ended();
            }
        }
    }

    /** From now on the next context may have what this one had. */
    private void ended() {
        forget();
        takenDown.countDown();
    }

    private void takeDown() {
        frames.conversions().failAll(new ContextStoppedException("The H2OContext was stopped during the conversion"));
        door.close();
        health.close();
        recovery.ifPresent(CloudRecovery::stop);
        end(lifecycle.now());
        metrics.remove();
        tab.ifPresent(SparkUiTab::detach);
        events.end();
        lifecycle.stopped();
    }

    private static void end(CloudLifecycle.Snapshot last) {
        if (last.cloud() != null) {
            end(last.cloud(), last.gone());
        }
    }

    private static void end(Cloud cloud, List<String> gone) {
        HISTORY.stopped(cloud.generation().number());
        try {
            cloud.end(gone, END_DEADLINE);
        } catch (RuntimeException e) {
            LOG.warn("Not all H2O nodes could be told to stop; they end with their executors", e);
        }
    }

    private void forget() {
        CURRENT.compareAndSet(this, null);
    }

    /** Somebody else may be ending it, and deletes last what was kept, where the next context keeps it, too. */
    private void awaitTakenDown() {
        try {
            if (!takenDown.await(TAKE_DOWN_DEADLINE.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn(
                        "The last H2OContext has not ended after {} s; the next one starts all the same",
                        TAKE_DOWN_DEADLINE.toSeconds());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CloudFormationException("Waiting for the last H2OContext to end was interrupted", e);
        }
    }

    /**
     * Forms the cloud again, of the executors that Spark has now, and returns when it works. Frames that came from DataFrames or imports are made
     * again, and all others are kept; models that were not saved are lost, and so is what is under way.
     *
     * @throws ConversionException if a frame cannot be kept; then nothing has changed
     * @throws CloudLostException if the next cloud does not form
     */
    public void resize() {
        var recovering = recovery.orElseThrow(() -> new CloudFormationException(
                "Only a cloud that recovers by itself can be resized: spark.ext.h2o.recovery must be automatic, and the"
                        + " nodes must be in executors, not in the driver"));
        if (!resizing.compareAndSet(false, true)) {
            throw new CloudFormationException("The H2O cloud is being resized already; wait for that");
        }
        var copies = new AtomicReference<FrameCopies>();
        // The recovery goes on when nobody waits any more, and needs them until its end.
        Runnable afterwards = () -> {
            Optional.ofNullable(copies.get()).ifPresent(FrameCopies::close);
            reforms = false;
            resizing.set(false);
        };
        try {
            copies.set(frames.copyOthers());
            recovering.afterwards(afterwards);
            reforms = true;
            lifecycle.reforms(
                    "The H2O cloud '" + cloudName() + "' is formed again. What was under way was ended; call again");
        } catch (Throwable e) {
            // Spark's errors need not be declared to be thrown.
            recovering.never(afterwards);
            afterwards.run();
            throw e;
        }
        var now = lifecycle.settled();
        if (now.state() != CloudState.RUNNING) {
            throw new CloudLostException(now.reason());
        }
    }

    /** A copy of what was set for the context, on {@code H2OConf} or on Spark; passwords included. */
    public H2OConf getConf() {
        return new H2OConf(settings.explicit());
    }

    /** The settings in force. */
    public SparklingSettings settings() {
        return settings;
    }

    public SparkSession session() {
        return spark;
    }

    public CloudState state() {
        return lifecycle.now().state();
    }

    /** Why the cloud does not work, empty if it does. */
    public String reason() {
        return lifecycle.now().reason();
    }

    /** The clouds that this application has had. */
    public GenerationHistory history() {
        return HISTORY;
    }

    /** The conversions of this context, from DataFrame to frame. */
    public Conversions conversions() {
        return frames.conversions();
    }

    /** The cloud's members and their executors. */
    public Generation generation() {
        return lifecycle.running().generation();
    }

    /** The same, once a cloud that recovers is there again. */
    public Generation awaitGeneration() {
        return lifecycle.recovered().generation();
    }

    /** Name of the cloud, as H2O's clients show it. */
    public String cloudName() {
        return generation().id();
    }

    /**
     * The address of Flow as users reach it: the proxy that the settings name, or that of the platform, or the gateway itself.
     * Where a platform does not tell the name of its site, the address begins with its path.
     */
    public String flowURL() {
        return door.flowAddress();
    }

    /** The address of the gateway, behind which are Flow and REST. It asks for the user's name and password. */
    public String gatewayURL() {
        return door.address();
    }

    /** The certificate that the gateway has made for itself, as text; empty where it has another one or none. */
    public Optional<String> gatewayCertificate() {
        return door.certificate().map(OwnCertificate::pem);
    }

    /** SHA-256 of the certificate that the gateway has made for itself, as browsers show it, so that users can compare. */
    public Optional<String> gatewayFingerprint() {
        return door.certificate().map(OwnCertificate::fingerprint);
    }

    /** A link that logs a browser in, once and within a few minutes, and leads to Flow the way that {@link #flowURL} does. */
    public URI loginLink() {
        lifecycle.running();
        return door.loginLink();
    }

    /** Opens Flow in the browser of the driver's machine; where there is none, the log says the address. */
    public void openFlow() {
        lifecycle.running();
        if (!Browser.open(door.loginLinkHere())) {
            LOG.warn("There is no browser on the driver's machine; open Flow at {}", flowURL());
        }
    }

    /** The members of the cloud and their memory. */
    public CloudDescription describeCloud() {
        return lifecycle.ask(EngineControl::describeCloud);
    }

    /** Who reads and writes the URIs of each scheme for the nodes, and why. */
    public List<StorageDescription> storage() {
        return lifecycle.ask(EngineControl::describeStorage);
    }

    /** Converts a DataFrame to a frame with a key of its own. */
    public H2OFrame asH2OFrame(Dataset<Row> data) {
        return asH2OFrame(data, null);
    }

    /**
     * Converts a DataFrame to a frame. The frame appears when it is complete; a frame that had the key before is
     * replaced.
     *
     * @param name key of the frame, or {@code null} to have one made up
     * @throws ConversionException if a column has a type without an equivalent in H2O, or the Spark job fails
     * @throws CloudLostException if the cloud is or gets lost
     */
    public H2OFrame asH2OFrame(Dataset<Row> data, String name) {
        var conversion = startConversion(data, name);
        return new H2OFrame(conversion.get(settings.conversionTimeout()));
    }

    /** Starts a conversion and returns at once. */
    public FrameConversion startConversion(Dataset<Row> data, String name) {
        requireNonNull(data, "data is null");
        return frames.convert(data, name);
    }

    /**
     * Converts a DataFrame to a frame.
     *
     * @param texts what columns of text become of which that is decided; the others become categories or strings by how many of their values
     *     are distinct
     */
    public H2OFrame asH2OFrame(Dataset<Row> data, String name, Map<String, TextForm> texts) {
        requireNonNull(data, "data is null");
        return new H2OFrame(frames.convert(data, name, texts).get(settings.conversionTimeout()));
    }

    /**
     * Adds the rows of a DataFrame to a frame, or makes it if it is not there. Either all of them are added or none.
     *
     * @throws ConversionException if the columns have not the names and types of those that are there, or the Spark job fails
     */
    public H2OFrame appendRows(Dataset<Row> data, String key) {
        requireNonNull(data, "data is null");
        requireNonNull(key, "key is null");
        return new H2OFrame(frames.append(data, key).get(settings.conversionTimeout()));
    }

    /** Reads what lies at a URI into a frame with a key of its own. */
    public H2OFrame importFrame(String uri) {
        return importFrame(uri, null);
    }

    /**
     * Reads what lies at a URI into a frame: by H2O's parsers on all nodes, or, where they know the format not, by Spark.
     *
     * @param uri a file, a folder or a glob, at a place that {@link #storage} names
     * @param name key of the frame, or {@code null} to have one made up
     */
    public H2OFrame importFrame(String uri, String name) {
        return new H2OFrame(startImport(uri, name).get(settings.conversionTimeout()));
    }

    /** Starts to read and returns at once. */
    public FrameConversion startImport(String uri, String name) {
        requireNonNull(uri, "uri is null");
        return frames.read(uri, name);
    }

    /** Shows a frame as a DataFrame. Nothing is read until Spark runs a query. */
    public Dataset<Row> asSparkFrame(H2OFrame frame) {
        return asSparkFrame(frame.frameId());
    }

    /** Shows the frame with that key as a DataFrame, with the metadata of the columns it came from. */
    public Dataset<Row> asSparkFrame(String key) {
        return asSparkFrame(key, true);
    }

    /**
     * Shows the frame with that key as a DataFrame.
     *
     * @param copyMetadata whether columns that came from a DataFrame get their metadata back
     * @throws ConversionException if there is no such frame
     */
    public Dataset<Row> asSparkFrame(String key, boolean copyMetadata) {
        requireNonNull(key, "key is null");
        lifecycle.recovered();
        return spark.read()
                .format("h2o")
                .option("key", key)
                .option("copyMetadata", copyMetadata)
                .load();
    }

    /** A frame to read, if it is there. For the data source. */
    public Optional<FrameView> findFrame(String key, boolean copyMetadata) {
        return frames.find(key, copyMetadata);
    }

    /** Whether that cloud is the one in service. */
    public boolean uses(Generation generation) {
        var state = lifecycle.now();
        return state.state() == CloudState.RUNNING
                && state.cloud().generation().id().equals(generation.id());
    }

    /** The frames of the cloud. */
    public List<FrameSummary> listFrames() {
        return frames.list();
    }

    /** What H2O works on, and what it has worked on; the latest first. */
    public List<JobSummary> listJobs() {
        return lifecycle.ask(EngineControl::listJobs);
    }

    /**
     * Sets how much the nodes that run now write into Spark's log. A cloud that forms later begins with the setting again.
     *
     * @throws SettingException if there is no such level
     */
    public void setH2OLogLevel(String level) {
        var name = Settings.LOG_LEVEL.name();
        var wanted = Settings.LOG_LEVEL.read(Map.of(name, level)).orElseThrow();
        lifecycle.ask(control -> {
            control.setLogLevel(wanted.engineName());
            return null;
        });
    }

    /** How much the nodes write into Spark's log. */
    public String getH2OLogLevel() {
        return LogLevel.of(lifecycle.ask(EngineControl::logLevel)).name();
    }

    /** The logs of all nodes, packed. */
    public byte[] collectLogs(LogFormat format) {
        requireNonNull(format, "format is null");
        return lifecycle.ask(control -> control.collectLogs(format));
    }

    /**
     * Writes the logs of all nodes to a file on the driver.
     *
     * @param destination the directory to write to
     * @param container {@code "ZIP"}, or {@code "LOG"} for plain text
     * @return path of the file
     */
    public String downloadH2OLogs(String destination, String container) {
        return LogDownload.write(
                        Path.of(requireNonNull(destination, "destination is null")), container, this::collectLogs)
                .toString();
    }

    /** Removes a frame; answers whether it was there. */
    public boolean deleteFrame(String key) {
        return frames.delete(key);
    }

    /** What the recovery does here. */
    private final class RecoveredClouds implements CloudRecovery.Clouds {
        @Override
        public Cloud form(int former) {
            return formCloud(former);
        }

        @Override
        public void open(Cloud cloud) {
            H2OContext.this.open(cloud);
        }

        @Override
        public void discard(Cloud cloud) {
            end(cloud, lifecycle.now().gone());
        }

        @Override
        public void unavailable(String why) {
            door.unavailable(why);
        }

        @Override
        public void jobsLost(String why, Set<String> except) {
            door.endJobs(why, except);
        }
    }

    /** What the metrics ask. */
    private final class Facts implements CloudFacts {
        @Override
        public CloudState state() {
            return lifecycle.now().state();
        }

        @Override
        public int nodes() {
            var now = lifecycle.now();
            return now.state() == CloudState.RUNNING
                    ? now.cloud().generation().members().size()
                    : 0;
        }

        @Override
        public int recoveries() {
            return HISTORY.recoveries();
        }
    }

    @Override
    public String toString() {
        var state = lifecycle.now();
        if (state.state() != CloudState.RUNNING) {
            return "H2OContext (" + state.state() + ")";
        }
        var generation = state.cloud().generation();
        return "H2OContext (cloud '" + generation.id() + "', "
                + generation.members().size() + " nodes, " + flowURL() + ")";
    }
}
