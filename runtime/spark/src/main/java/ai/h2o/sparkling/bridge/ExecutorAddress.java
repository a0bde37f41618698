package ai.h2o.sparkling.bridge;

import java.io.Serializable;

/**
 * A JVM that runs tasks.
 *
 * @param id Spark's name for it; {@code driver} in local mode
 * @param host the host that its block manager is bound to
 */
public record ExecutorAddress(String id, String host) implements Serializable {
    /** The preferred location by which Spark runs a task in this executor, if it is there and free. */
    public String location() {
        return "executor_" + host + "_" + id;
    }
}
