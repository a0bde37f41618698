package ai.h2o.sparkling.cloud;

import ai.h2o.sparkling.bridge.ExecutorAddress;
import ai.h2o.sparkling.bridge.SparkBridge;
import ai.h2o.sparkling.errors.CloudFormationException;
import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.spark.SparkContext;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.JavaFutureAction;

/**
 * Runs one task in each of several executors. Spark treats a location as a wish: a task whose executor is busy or gone
 * runs elsewhere, so each checks where it is, does nothing in the wrong place, and is sent again until the deadline.
 */
final class PinnedJob implements NodeJob {
    /** Spark gives a task to another executor when its own has been busy for three seconds. */
    private static final long PAUSE_MILLIS = 200;

    private final SparkContext context;
    private final String what;
    private final Duration deadline;
    private final boolean endsThings;

    /**
     * @param what completes "… did not … in time"
     * @param endsThings whether what it does in an executor is done, too, when Spark has removed the executor; else that is a failure
     */
    PinnedJob(SparkContext context, String what, Duration deadline, boolean endsThings) {
        this.context = context;
        this.what = what;
        this.deadline = deadline;
        this.endsThings = endsThings;
    }

    private record Outcome(String executor, boolean here, Serializable value, String failure) implements Serializable {}

    @Override
    public <R extends Serializable> Map<ExecutorAddress, R> run(List<ExecutorAddress> executors, NodeTask<R> task) {
        var end = System.nanoTime() + deadline.toNanos();
        var results = new LinkedHashMap<ExecutorAddress, R>();
        var missing = new ArrayList<>(executors);
        for (int round = 0; !missing.isEmpty(); round++) {
            long left = end - System.nanoTime();
            if (left <= 0) {
                throw NodeJob.late(missing, what, deadline);
            }
            if (round > 0) {
                pause();
                dropGone(missing);
            }
            for (Outcome outcome : missing.isEmpty() ? List.<Outcome>of() : once(missing, task, left)) {
                if (outcome.failure() != null) {
                    throw NodeJob.failed(outcome.executor(), what, outcome.failure(), null);
                }
                if (outcome.here()) {
                    take(missing, outcome, results);
                }
            }
        }
        return results;
    }

    /** Nobody has to wait until the deadline for an executor that does not come back: Spark gives the next one another number. */
    private void dropGone(List<ExecutorAddress> missing) {
        var present = SparkBridge.executors(context);
        var gone =
                missing.stream().filter(executor -> !present.contains(executor)).toList();
        if (!gone.isEmpty() && !endsThings) {
            throw NodeJob.gone(gone, what);
        }
        missing.removeAll(gone);
    }

    // What a task returned is what its NodeTask returned, so the cast holds.
    @SuppressWarnings("unchecked")
    private static <R extends Serializable> void take(
            List<ExecutorAddress> missing, Outcome outcome, Map<ExecutorAddress, R> results) {
        missing.removeIf(executor -> {
            boolean found = executor.id().equals(outcome.executor());
            if (found) {
                results.put(executor, (R) outcome.value());
            }
            return found;
        });
    }

    private <R extends Serializable> List<Outcome> once(
            List<ExecutorAddress> executors, NodeTask<R> task, long nanosLeft) {
        var ids = executors.stream().map(ExecutorAddress::id).toList();
        var job = submit(executors, ids, task);
        try {
            return job.get(nanosLeft, TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            job.cancel(true);
            throw NodeJob.late(executors, what, deadline);
        } catch (InterruptedException e) {
            job.cancel(true);
            throw NodeJob.interrupted(what, e);
        } catch (ExecutionException e) {
            throw new CloudFormationException(
                    "The Spark job to " + what + " failed: " + e.getCause().getMessage(), e.getCause());
        }
    }

    private <R extends Serializable> JavaFutureAction<List<Outcome>> submit(
            List<ExecutorAddress> executors, List<String> ids, NodeTask<R> task) {
        var before = context.getLocalProperty(SparkEvents.INTERRUPT_ON_CANCEL);
        context.setLocalProperty(SparkEvents.INTERRUPT_ON_CANCEL, "true");
        try {
            return SparkBridge.pinned(context, new ArrayList<>(ids), executors)
                    .map(wanted -> attempt(wanted, task))
                    .collectAsync();
        } finally {
            context.setLocalProperty(SparkEvents.INTERRUPT_ON_CANCEL, before);
        }
    }

    private static <R extends Serializable> Outcome attempt(String wanted, NodeTask<R> task) {
        var here = SparkEnv.get().executorId();
        if (!here.equals(wanted)) {
            return new Outcome(here, false, null, null);
        }
        try {
            return new Outcome(here, true, task.run(), null);
        } catch (Exception | LinkageError e) {
            // As a value, not as a failed task: Spark would try it three more times.
            return new Outcome(here, true, null, NodeJob.reason(e));
        }
    }

    private void pause() {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            throw NodeJob.interrupted(what, e);
        }
    }
}
