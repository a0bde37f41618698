package ai.h2o.sparkling.cloud;

import ai.h2o.sparkling.bridge.ExecutorAddress;
import ai.h2o.sparkling.errors.CloudFormationException;
import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Work to be done once in each of several executors, by a deadline. */
interface NodeJob {
    /**
     * The results by executor.
     *
     * @throws CloudFormationException if it failed in one of them, all failures in one message; if one is late; or if
     *     the waiting thread was interrupted, which ends the work
     */
    <R extends Serializable> Map<ExecutorAddress, R> run(List<ExecutorAddress> executors, NodeTask<R> task);

    /** That these executors have not answered by the deadline. */
    static CloudFormationException late(List<ExecutorAddress> missing, String what, Duration deadline) {
        return new CloudFormationException("Executors " + names(missing) + " did not " + what + " within "
                + deadline.toSeconds() + " s: they are busy, hanging or gone. Free "
                + "their slots, or raise spark.ext.h2o.cloud.timeout");
    }

    /** That Spark has removed these executors before they have answered. */
    static CloudFormationException gone(List<ExecutorAddress> gone, String what) {
        return new ExecutorGoneException(
                "Spark has lost, or is retiring, executors " + names(gone) + " before they could " + what
                        + "; its log says why",
                false);
    }

    /** That these executors hang before they have answered. */
    static CloudFormationException hanging(Map<ExecutorAddress, String> hanging, String what) {
        var how = hanging.entrySet().stream()
                .map(entry -> entry.getKey().id() + " (" + entry.getKey().host() + "): " + entry.getValue())
                .collect(Collectors.joining("; "));
        return new ExecutorGoneException("Executors did not " + what + ": " + how, true);
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
}
