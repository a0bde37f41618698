package ai.h2o.sparkling.engine.api;

import java.time.Duration;
import java.util.List;
import org.apache.spark.sql.vectorized.ColumnVector;

/** The node that lives in this JVM. Thread-safe. */
public interface EngineNode extends EngineControl {
    NodeAddress address();

    /**
     * Joins the other members, waits until all agree and closes the cloud to newcomers.
     *
     * @param members addresses of all nodes, this one included
     * @throws EngineFailure if they have not agreed by the deadline; the message says who was missing
     */
    void join(List<NodeAddress> members, Duration deadline) throws EngineFailure;

    /** Opens a place for the rows of one attempt of one partition. */
    BlockWriter stage(StageId id);

    /**
     * The columns of one chunk of a frame, laid over the engine's own memory. The vectors must not outlive the batch;
     * closing them frees nothing of the engine's.
     *
     * @param requests which columns, and as which Spark type
     */
    ColumnVector[] read(String frameKey, int chunk, List<ColumnRequest> requests) throws EngineFailure;

    /** Whether the node still works; {@code false} once it was told to stop, or that its cloud has lost a member. */
    boolean running();

    /** Leaves the cloud, closes all listeners and ends the node's threads. Does nothing if done before. */
    void stop();
}
