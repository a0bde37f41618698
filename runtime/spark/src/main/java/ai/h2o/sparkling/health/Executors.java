package ai.h2o.sparkling.health;

import ai.h2o.sparkling.bridge.ExecutorAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** What Spark can tell of executors, and do with them. */
interface Executors {
    /** Whether Spark counts on it. */
    boolean has(ExecutorAddress executor);

    /** Whether Spark is about to retire it. */
    boolean retires(String executor);

    /** Asks it for a sign of life; fails if there is none by the deadline. */
    CompletableFuture<Void> ask(ExecutorAddress executor, Duration deadline);

    /** Has Spark end it and start another one in its place; answers whether the cluster manager does so. */
    boolean replace(ExecutorAddress executor);
}
