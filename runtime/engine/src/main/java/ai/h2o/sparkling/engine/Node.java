package ai.h2o.sparkling.engine;

import ai.h2o.sparkling.engine.api.BlockWriter;
import ai.h2o.sparkling.engine.api.CloudDescription;
import ai.h2o.sparkling.engine.api.ColumnRequest;
import ai.h2o.sparkling.engine.api.CommitRequest;
import ai.h2o.sparkling.engine.api.EngineFailure;
import ai.h2o.sparkling.engine.api.EngineNode;
import ai.h2o.sparkling.engine.api.FrameDescription;
import ai.h2o.sparkling.engine.api.FrameSummary;
import ai.h2o.sparkling.engine.api.JobSummary;
import ai.h2o.sparkling.engine.api.LogFormat;
import ai.h2o.sparkling.engine.api.NodeAddress;
import ai.h2o.sparkling.engine.api.NodeHealth;
import ai.h2o.sparkling.engine.api.RestoredSearch;
import ai.h2o.sparkling.engine.api.StageId;
import ai.h2o.sparkling.engine.api.StorageDescription;
import ai.h2o.sparkling.engine.patched.Algorithms;
import ai.h2o.sparkling.engine.patched.EngineMemory;
import ai.h2o.sparkling.engine.patched.EngineWaits;
import ai.h2o.sparkling.engine.recovery.Keeper;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.slf4j.LoggerFactory;
import water.H2O;
import water.WaterDoor;
import water.fvec.ChunkReader;
import water.util.Log;

/** The node of this class loader. Static because H2O itself is; the control servlet finds it here. */
final class Node implements EngineNode {
    private static final Duration END_OF_START = Duration.ofSeconds(5);

    private static volatile Node current;

    private final EngineThreads threads;
    private final NodeAddress address;
    private final boolean alone;

    // A node alone leads; others learn who leads when they are introduced to each other.
    private volatile EngineThreads.Begun<Void> rest;

    private final AtomicBoolean stopped = new AtomicBoolean();

    /** The node, once H2O has started in those threads. */
    Node(EngineThreads threads, boolean alone) throws EngineFailure {
        this.threads = threads;
        this.alone = alone;
        address = WaterDoor.selfAddress();
        current = this;
        if (alone) {
            offerRest(true);
        }
    }

    /** To register what the leader offers takes about as long as to find the other nodes, so it is done meanwhile. */
    private void offerRest(boolean leading) throws EngineFailure {
        rest = threads.begin("offer REST", () -> {
            if (leading) {
                Algorithms.register();
            }
            H2O.startServingRestApi();
            return null;
        });
    }

    /** The running node, or {@code null} before it has started. */
    static Node current() {
        return current;
    }

    @Override
    public NodeAddress address() {
        return address;
    }

    @Override
    public void join(List<NodeAddress> members, Duration deadline) throws EngineFailure {
        long end = System.nanoTime() + deadline.toNanos();
        threads.call("join a cloud of " + members.size(), () -> {
            if (!alone) {
                WaterDoor.expect(members);
                offerRest(WaterDoor.leads(members));
            }
            WaterDoor.awaitAgreement(members, deadline);
            return null;
        });
        rest.await(Duration.ofNanos(Math.max(0, end - System.nanoTime())), deadline);
    }

    @Override
    public BlockWriter stage(StageId id) {
        return new StagingWriter(threads, id, address);
    }

    @Override
    public ColumnVector[] read(String frameKey, int chunk, List<ColumnRequest> requests) throws EngineFailure {
        return threads.call(
                "read chunk " + chunk + " of frame '" + frameKey + "'",
                () -> ChunkReader.read(frameKey, chunk, requests));
    }

    @Override
    public CloudDescription describeCloud() throws EngineFailure {
        return threads.call("describe the cloud", WaterDoor::describeCloud);
    }

    @Override
    public NodeHealth health() {
        return EngineMemory.health();
    }

    @Override
    public Optional<FrameDescription> describeFrame(String key) throws EngineFailure {
        return threads.call("describe frame '" + key + "'", () -> Frames.describe(key));
    }

    @Override
    public FrameDescription commit(CommitRequest request) throws EngineFailure {
        return threads.call("make frame '" + request.frameKey() + "'", () -> new FrameCommit(request).run());
    }

    @Override
    public FrameDescription append(String frameKey, String additionKey) throws EngineFailure {
        return threads.call("add rows to frame '" + frameKey + "'", () -> new FrameAppend(frameKey, additionKey).run());
    }

    @Override
    public void dropStage(String jobId) throws EngineFailure {
        threads.call("drop what conversion " + jobId + " staged", () -> {
            AllNodes.run(new DropStage(jobId));
            return null;
        });
    }

    @Override
    public boolean deleteFrame(String key) throws EngineFailure {
        return threads.call("delete frame '" + key + "'", () -> Frames.delete(key));
    }

    @Override
    public List<FrameSummary> listFrames() throws EngineFailure {
        return threads.call("list the frames", Frames::list);
    }

    @Override
    public List<JobSummary> listJobs() throws EngineFailure {
        return threads.call("list the jobs", Jobs::list);
    }

    @Override
    public byte[] collectLogs(LogFormat format) throws EngineFailure {
        return threads.call("collect the logs", () -> Logs.collect(format));
    }

    @Override
    public void setLogLevel(String level) throws EngineFailure {
        threads.call("set the log level", () -> {
            AllNodes.run(new LogLevelChange(level));
            return null;
        });
    }

    @Override
    public String logLevel() throws EngineFailure {
        return threads.call("tell the log level", () -> Log.LVLS[Log.getLogLevel()]);
    }

    @Override
    public List<StorageDescription> describeStorage() throws EngineFailure {
        return threads.call("describe its storage", NodeStorage::describe);
    }

    @Override
    public FrameDescription importFrame(String uri, String frameKey) throws EngineFailure {
        return threads.call("import '" + uri + "'", () -> FrameImport.run(uri, frameKey));
    }

    @Override
    public String restoreModel(String uri) throws EngineFailure {
        return threads.call("restore the model at " + uri, () -> Keeper.restoreModel(uri));
    }

    @Override
    public RestoredSearch restoreSearch(String uri) throws EngineFailure {
        return threads.call("restore the search at " + uri, () -> Keeper.restoreSearch(uri));
    }

    @Override
    public void abandon(String why) {
        threads.abandon(why);
    }

    @Override
    public boolean running() {
        return !stopped.get() && !threads.abandoned();
    }

    @Override
    public void stop() {
        if (!stopped.compareAndSet(false, true)) {
            return;
        }
        Keeper.end();
        try {
            endStart();
            // Not a call, which fails where the cloud was abandoned before.
            threads.<Void>begin("stop", () -> {
                        // The web server waits for its threads, and one of them may wait for a node that hangs.
                        EngineWaits.end();
                        WaterDoor.abandon();
                        Stage.clear();
                        NodeStorage.close();
                        return null;
                    })
                    .await(EngineThreads.END_DEADLINE);
        } catch (EngineFailure e) {
            // Whatever could not be closed is closed with the JVM; the node is out of use either way.
            LoggerFactory.getLogger("ai.h2o.engine").warn("The node did not stop cleanly", e);
        } finally {
            threads.close();
        }
    }

    /** H2O must not go on to register what has just been taken down. */
    private void endStart() {
        var begun = rest;
        if (begun == null) {
            return;
        }
        try {
            begun.await(END_OF_START);
        } catch (EngineFailure e) {
            LoggerFactory.getLogger("ai.h2o.engine").debug("The node never answered REST", e);
        }
    }
}
