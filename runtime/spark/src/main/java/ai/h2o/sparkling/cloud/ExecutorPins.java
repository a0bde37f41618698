package ai.h2o.sparkling.cloud;

import ai.h2o.sparkling.bridge.ExecutorAddress;
import ai.h2o.sparkling.bridge.SparkBridge;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.spark.SparkContext;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.storage.StorageLevel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps Spark's dynamic allocation from taking executors that have nodes for idle: each holds a cached block, and executors that do are kept as
 * long as {@code spark.dynamicAllocation.cachedExecutorIdleTimeout} says, by default for ever.
 */
final class ExecutorPins {
    private static final Logger LOG = LoggerFactory.getLogger(ExecutorPins.class);
    private static final ExecutorPins NONE = new ExecutorPins(null);

    /** A task goes elsewhere when its executor has been busy for three seconds. */
    private static final int MOST_ATTEMPTS = 3;

    private static final Duration DEADLINE = Duration.ofSeconds(10);

    // Referred to as long as it is to be cached, or Spark's cleaner would drop it.
    private final JavaRDD<String> blocks;

    private ExecutorPins(JavaRDD<String> blocks) {
        this.blocks = blocks;
    }

    static boolean areOfUse(SparkContext context) {
        return !context.isLocal() && context.getConf().getBoolean("spark.dynamicAllocation.enabled", false);
    }

    /** Places the blocks, where they are of use. Never fails: without them the cloud works, and recovers when an executor is taken. */
    static ExecutorPins place(SparkContext context, List<ExecutorAddress> executors) {
        if (!areOfUse(context)) {
            return NONE;
        }
        for (int attempt = 0; attempt < MOST_ATTEMPTS && !Thread.currentThread().isInterrupted(); attempt++) {
            var blocks = blocks(context, executors);
            if (areInPlace(blocks)) {
                return new ExecutorPins(blocks);
            }
            blocks.unpersist(false);
        }
        LOG.warn(
                "Spark may take executors with H2O nodes for idle, since they were too busy to be marked; the cloud would then form again");
        return NONE;
    }

    private static JavaRDD<String> blocks(SparkContext context, List<ExecutorAddress> executors) {
        var ids = executors.stream().map(ExecutorAddress::id).toList();
        return SparkBridge.pinned(context, new ArrayList<>(ids), executors)
                .map(Objects::requireNonNull)
                // Not dropped when the memory is needed.
                .persist(StorageLevel.MEMORY_AND_DISK())
                .setName("H2O nodes");
    }

    private static boolean areInPlace(JavaRDD<String> blocks) {
        var job = blocks.map(id -> SparkEnv.get().executorId().equals(id)).collectAsync();
        try {
            return job.get(DEADLINE.toMillis(), TimeUnit.MILLISECONDS).stream().allMatch(Boolean::booleanValue);
        } catch (InterruptedException e) {
            job.cancel(true);
            Thread.currentThread().interrupt();
        } catch (TimeoutException | ExecutionException e) {
            job.cancel(true);
            LOG.debug("The executors with H2O nodes are not marked as busy", e);
        }
        return false;
    }

    /** From now on they may be taken. Waits for nothing. */
    void release() {
        if (blocks != null && !blocks.context().isStopped()) {
            blocks.unpersist(false);
        }
    }
}
