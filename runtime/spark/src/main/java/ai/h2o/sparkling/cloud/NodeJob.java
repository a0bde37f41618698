package ai.h2o.sparkling.cloud;

import ai.h2o.sparkling.bridge.ExecutorAddress;
import ai.h2o.sparkling.errors.CloudFormationException;
import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.spark.SparkContext;

/** Work to be done once in each of several executors, by a deadline. */
interface NodeJob {
    /**
     * The results by executor.
     *
     * @throws CloudFormationException if it failed in one of them, all failures in one message; if one is late; or if
     *     the waiting thread was interrupted, which ends the work
     */
    <R extends Serializable> Map<ExecutorAddress, R> run(List<ExecutorAddress> executors, NodeTask<R> task);

    /**
     * A job that fits the way Spark runs.
     *
     * @param what completes "… did not … in time"
     */
    static NodeJob of(SparkContext context, String what, Duration deadline) {
        return context.isLocal() ? new OwnJvmJob(what, deadline) : new PinnedJob(context, what, deadline, false);
    }

    /** Ends the nodes that these executors have of a generation. One that Spark has removed meanwhile has none. */
    static void endNodes(SparkContext context, List<ExecutorAddress> executors, String generation, Duration deadline) {
        var what = "stop their H2O nodes";
        var job = context.isLocal() ? new OwnJvmJob(what, deadline) : new PinnedJob(context, what, deadline, true);
        job.run(executors, () -> {
            NodeHost.stop(generation);
            return Boolean.TRUE;
        });
    }

    /** That these executors have not answered by the deadline. */
    static CloudFormationException late(List<ExecutorAddress> missing, String what, Duration deadline) {
        return new CloudFormationException("Executors " + names(missing) + " did not " + what + " within "
                + deadline.toSeconds() + " s: they are busy, hanging or gone. Free "
                + "their slots, or raise spark.ext.h2o.cloud.timeout");
    }

    /** That Spark has removed these executors before they have answered. */
    static CloudFormationException gone(List<ExecutorAddress> gone, String what) {
        return new CloudFormationException("Spark has lost executors " + names(gone) + " before they could " + what
                + "; its log says why. Call again: the cloud forms of the executors that are there then");
    }

    private static String names(List<ExecutorAddress> executors) {
        return executors.stream()
                .map(executor -> executor.id() + " (" + executor.host() + ")")
                .collect(Collectors.joining(", "));
    }

    /** That an executor could not do it; {@code cause} is {@code null} if it stayed in another JVM. */
    static CloudFormationException failed(String executor, String what, String failure, Throwable cause) {
        return new CloudFormationException("Executor " + executor + " could not " + what + ": " + failure, cause);
    }

    /** That the caller was interrupted while it waited. */
    static CloudFormationException interrupted(String what, InterruptedException cause) {
        Thread.currentThread().interrupt();
        return new CloudFormationException("Waiting for executors to " + what + " was interrupted", cause);
    }

    static String reason(Throwable failure) {
        return failure.getMessage() == null ? failure.toString() : failure.getMessage();
    }
}
