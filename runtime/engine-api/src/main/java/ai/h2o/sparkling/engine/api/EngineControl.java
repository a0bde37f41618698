package ai.h2o.sparkling.engine.api;

import java.util.List;
import java.util.Optional;

/**
 * What the driver asks of the cloud as a whole. Every call may be made in the node's own JVM or over its REST server.
 */
public interface EngineControl {
    /** The members of the cloud and their state, as the answering node sees them. */
    CloudDescription describeCloud() throws EngineFailure;

    /** How the answering node is. Answers at once, whatever the engine does. */
    NodeHealth health() throws EngineFailure;

    /**
     * The cloud has lost a member: what the answering node is asked, now and later, fails at once with this text, since it may wait for the
     * one that is gone. The node goes on until it is stopped.
     */
    void abandon(String why) throws EngineFailure;

    /** The layout of a frame, or empty if no frame has that key. Statistics of columns are computed if need be. */
    Optional<FrameDescription> describeFrame(String key) throws EngineFailure;

    /**
     * Makes a frame of staged partitions. The frame appears complete or not at all; a frame that had the key before is
     * replaced at the very end. Whatever was staged under the request's job is dropped on every node, also on failure.
     */
    FrameDescription commit(CommitRequest request) throws EngineFailure;

    /**
     * Adds the rows of one frame behind those of another, which then has them all under its key, or comes to be if it was not there; the first one
     * is removed, also on failure. Levels that are new come behind those that were there.
     *
     * @throws EngineFailure if their columns have not the same names and types; then the other frame is as it was
     */
    FrameDescription append(String frameKey, String additionKey) throws EngineFailure;

    /** Drops on every node what was staged under {@code jobId}. */
    void dropStage(String jobId) throws EngineFailure;

    /** Removes a frame and its data; answers whether there was one. */
    boolean deleteFrame(String key) throws EngineFailure;

    /** All frames that users can see, by key. */
    List<FrameSummary> listFrames() throws EngineFailure;

    /** All jobs that H2O remembers, the latest first. */
    List<JobSummary> listJobs() throws EngineFailure;

    /** The logs of all nodes. */
    byte[] collectLogs(LogFormat format) throws EngineFailure;

    /** Sets how much all nodes log, as H2O spells it. */
    void setLogLevel(String level) throws EngineFailure;

    /** How much the answering node logs, as H2O spells it. */
    String logLevel() throws EngineFailure;

    /** Which storage the nodes read and write, by scheme. */
    List<StorageDescription> describeStorage() throws EngineFailure;

    /**
     * Reads what lies at a URI into a frame, by H2O's own parsers and what they guess.
     *
     * @param uri a file, a folder or a glob
     * @param frameKey key of the frame
     */
    FrameDescription importFrame(String uri, String frameKey) throws EngineFailure;

    /** Reads a model that an earlier cloud has kept; answers its key. */
    String restoreModel(String uri) throws EngineFailure;

    /** Reads the grid or AutoML that an earlier cloud has kept in a directory, and goes on with it if that cloud was searching. */
    RestoredSearch restoreSearch(String uri) throws EngineFailure;
}
