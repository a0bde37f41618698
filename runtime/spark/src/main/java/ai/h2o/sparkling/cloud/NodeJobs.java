package ai.h2o.sparkling.cloud;

import ai.h2o.sparkling.bridge.ExecutorAddress;
import ai.h2o.sparkling.nodes.NodeHost;
import java.time.Duration;
import java.util.List;
import org.apache.spark.SparkContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is done to the nodes of one generation, in the way that fits how Spark runs. */
final class NodeJobs {
    private static final Logger LOG = LoggerFactory.getLogger(NodeJobs.class);
    private static final Duration LATE_END = Duration.ofSeconds(20);

    private final SparkContext context;
    private final ExecutorWatch watch;
    private final String generation;

    NodeJobs(SparkContext context, ExecutorWatch watch, String generation) {
        this.context = context;
        this.watch = watch;
        this.generation = generation;
    }

    /** @param what completes "… did not … in time" */
    NodeJob of(String what, Duration deadline) {
        return of(what, deadline, PinnedJob.Loss.FAILS);
    }

    private NodeJob of(String what, Duration deadline, PinnedJob.Loss loss) {
        return context.isLocal()
                ? new OwnJvmJob(what, deadline)
                : new PinnedJob(context, watch, this::endLate, what, deadline, loss);
    }

    /**
     * Ends the nodes that these executors have. One that Spark has removed meanwhile has none; one that hangs is told when it goes on.
     */
    void end(List<ExecutorAddress> executors, Duration deadline) {
        // What runs in an executor must not know of Spark's context.
        var ended = generation;
        var work = context.getLocalProperty(SparkEvents.WORK);
        // Whoever was cancelled must clean up all the same.
        context.setLocalProperty(SparkEvents.WORK, null);
        try {
            of("stop their H2O nodes", deadline, PinnedJob.Loss.COUNTS_AS_DONE).run(executors, () -> {
                NodeHost.stop(ended);
                return Boolean.TRUE;
            });
        } finally {
            context.setLocalProperty(SparkEvents.WORK, work);
        }
    }

    /** Ends the node of an executor that hung, and goes on. Never fails. */
    void endLate(ExecutorAddress executor) {
        try {
            end(List.of(executor), LATE_END);
        } catch (RuntimeException e) {
            LOG.warn(
                    "The old H2O node of executor {} on {} goes on until a new one takes its place",
                    executor.id(),
                    executor.host(),
                    e);
        }
    }
}
