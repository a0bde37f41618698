package ai.h2o.sparkling.health;

import ai.h2o.sparkling.bridge.ExecutorAddress;
import ai.h2o.sparkling.bridge.ExecutorPing;
import ai.h2o.sparkling.bridge.SparkBridge;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.apache.spark.SparkContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The executors of an application. */
final class SparkExecutors implements Executors {
    private static final Logger LOG = LoggerFactory.getLogger(SparkExecutors.class);

    private final SparkContext context;

    SparkExecutors(SparkContext context) {
        this.context = context;
    }

    @Override
    public boolean has(ExecutorAddress executor) {
        return !context.isStopped() && SparkBridge.executors(context).contains(executor);
    }

    @Override
    public boolean retires(String executor) {
        return !context.isStopped() && SparkBridge.retires(context, executor);
    }

    @Override
    public CompletableFuture<Void> ask(ExecutorAddress executor, Duration deadline) {
        return ExecutorPing.ask(executor, deadline);
    }

    @Override
    public boolean replace(ExecutorAddress executor) {
        try {
            return SparkBridge.replaceExecutor(context, executor.id());
        } catch (Exception e) {
            // Spark's errors need not be declared to be thrown.
            LOG.debug("Spark was asked to replace an executor, and failed", e);
            return false;
        }
    }
}
