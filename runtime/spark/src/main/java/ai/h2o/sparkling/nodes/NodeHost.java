package ai.h2o.sparkling.nodes;

import ai.h2o.sparkling.engine.api.EngineFailure;
import ai.h2o.sparkling.engine.api.EngineNode;
import ai.h2o.sparkling.engine.api.NodeSettings;
import ai.h2o.sparkling.errors.EngineException;
import ai.h2o.sparkling.isolation.EngineArchive;
import ai.h2o.sparkling.isolation.EngineDirectory;
import ai.h2o.sparkling.isolation.Engines;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.spark.SparkEnv;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The node of this JVM, if it has one. Static because a task finds nothing else of an executor; all access is under the
 * class's lock except {@link #find}, which reads one volatile field.
 */
public final class NodeHost {
    private static final Logger LOG = LoggerFactory.getLogger(NodeHost.class);

    /** H2O works below these, but the first training fails in ways that do not name the cause. */
    private static final long LEAST_HEAP = 400L << 20;

    private static final long LEAST_FREE = 100L << 20;

    private static volatile Hosted current;

    private NodeHost() {}

    private record Hosted(String generation, EngineNode node, ScratchDirectory scratch) {}

    /** The node of that generation, if this JVM has it. */
    public static Optional<EngineNode> find(String generation) {
        var hosted = current;
        return hosted != null
                        && hosted.generation().equals(generation)
                        && hosted.node().running()
                ? Optional.of(hosted.node())
                : Optional.empty();
    }

    /** Whether this JVM knows that the cloud of that generation is over: a cloud does not go on without one of its nodes. */
    static boolean isOver(String generation) {
        var hosted = current;
        return PastGenerations.has(generation)
                || (hosted != null
                        && hosted.generation().equals(generation)
                        && !hosted.node().running());
    }

    /**
     * Starts the node of a generation; if a retried task has started it before, that node is taken.
     *
     * @param version the driver's version of this project
     */
    public static synchronized EngineNode start(
            String version, String generation, NodeSettings settings, EngineLocation location) throws EngineFailure {
        requireVersion(version);
        var running = find(generation);
        if (running.isPresent()) {
            return running.get();
        }
        stopCurrent();
        requireHeap();
        var scan = scanFileSystems();
        Path archive = engine(location.engineDir());
        await(scan);
        var scratch = ScratchDirectory.create(location.icedDir()
                .map(Path::of)
                .orElseGet(
                        () -> EngineDirectory.find(location.engineDir(), List.of(SparkDirectories.ofApplication()))));
        try {
            var node = Engines.start(archive, settings, new NodeSettings.Place(host(), scratch.path()));
            current = new Hosted(generation, node, scratch);
            return node;
        } catch (EngineFailure | RuntimeException | Error e) {
            scratch.close();
            throw e;
        }
    }

    /**
     * Where the engine of this host is, unpacked if it was not.
     *
     * @param engineDir {@code spark.ext.h2o.engine.dir}
     */
    public static Path engine(Optional<String> engineDir) {
        return EngineArchive.own().unpack(EngineDirectory.find(engineDir, SparkDirectories.ofHost()));
    }

    /** Stops the node of that generation; does nothing if this JVM has another or none. */
    public static synchronized void stop(String generation) {
        var hosted = current;
        if (hosted != null && hosted.generation().equals(generation)) {
            stopCurrent();
        }
    }

    private static void stopCurrent() {
        var hosted = current;
        if (hosted == null) {
            return;
        }
        current = null;
        PastGenerations.add(hosted.generation());
        hosted.node().stop();
        hosted.scratch().close();
    }

    /** A jar of another version may have come first, sent to the executors alone, where the driver does not see it. */
    private static void requireVersion(String version) {
        var here = EngineArchive.own().version();
        if (!here.equals(version)) {
            throw new EngineException("Two versions of Sparkling Hosted meet: the driver has version " + version
                    + ", this executor has version " + here + " from " + EngineArchive.location()
                    + ". Keep one: remove the other jar from the cluster's libraries, from spark.jars,"
                    + " spark.jars.packages, --jars or the class path; then restart Spark");
        }
    }

    private static String host() {
        var host = SparkEnv.get().blockManager().blockManagerId().host();
        try {
            // Spark may know itself by name; H2O wants the address.
            return InetAddress.getByName(host.replaceAll("^\\[|]$", "")).getHostAddress();
        } catch (IOException e) {
            throw new EngineException("The host name '" + host + "' of this executor cannot be resolved", e);
        }
    }

    private static void requireHeap() {
        long heap = Runtime.getRuntime().maxMemory();
        if (heap < LEAST_HEAP) {
            throw new EngineException("The executor's heap has " + (heap >> 20) + " MB, the H2O engine needs at least "
                    + (LEAST_HEAP >> 20) + " MB besides the data; raise spark.executor.memory"
                    + " (spark.driver.memory in local mode)");
        }
        if (freeHeap() < LEAST_FREE) {
            // What looks used may be garbage. Rare, and never while a node runs.
            System.gc();
        }
        long free = freeHeap();
        if (free < LEAST_FREE) {
            throw new EngineException("Of the executor's heap of " + (heap >> 20) + " MB only " + (free >> 20)
                    + " MB are free, the H2O engine needs at least " + (LEAST_FREE >> 20)
                    + " MB besides the data; free cached DataFrames by DataFrame.unpersist(), or raise"
                    + " spark.executor.memory (spark.driver.memory in local mode)");
        }
    }

    private static long freeHeap() {
        var runtime = Runtime.getRuntime();
        return runtime.maxMemory() - runtime.totalMemory() + runtime.freeMemory();
    }

    /**
     * Hadoop scans for file systems once per JVM with the context class loader: it must not see the engine's. In a thread of its own,
     * since it takes about as long as to unpack the engine, or to wait for another executor that does.
     */
    private static FutureTask<Class<?>> scanFileSystems() {
        var scan = new FutureTask<Class<?>>(() -> FileSystem.getFileSystemClass("file", new Configuration(false)));
        var thread = new Thread(scan, "sparkling-file-systems");
        thread.setDaemon(true);
        thread.start();
        return scan;
    }

    /** Without a deadline of its own: the job that starts nodes has one and interrupts. */
    private static void await(FutureTask<?> scan) throws EngineFailure {
        try {
            scan.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EngineFailure("Its start was interrupted");
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof IOException)) {
                throw new EngineFailure("Hadoop's file systems cannot be listed", e.getCause());
            }
            LOG.debug("Hadoop found no local file system", e);
        }
    }
}
