package ai.h2o.sparkling.cloud;

import ai.h2o.sparkling.bridge.ExecutorAddress;
import ai.h2o.sparkling.bridge.Parcel;
import ai.h2o.sparkling.bridge.SparkBridge;
import ai.h2o.sparkling.errors.CloudFormationException;
import ai.h2o.sparkling.errors.Reason;
import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.apache.spark.SparkContext;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaFutureAction;

/**
 * Runs one task in each of several executors. Spark treats a location as a wish: a task whose executor is busy or gone
 * runs elsewhere, so each checks where it is, does nothing in the wrong place, and is sent again until the deadline.
 */
final class PinnedJob implements NodeJob {
    /** Spark gives a task to another executor when its own has been busy for three seconds. */
    private static final long PAUSE_MILLIS = 200;

    /** Spark ends the copy when the first attempt has ended, and the job when its executor is gone. */
    private static final Duration LEAD = Duration.ofSeconds(60);

    /** What it means that Spark has removed an executor, or that it hangs. */
    enum Loss {
        FAILS,
        COUNTS_AS_DONE
    }

    private final SparkContext context;
    private final ExecutorWatch watch;
    private final Consumer<ExecutorAddress> answersAgain;
    private final String what;
    private final Duration deadline;
    private final Loss loss;

    /**
     * @param watch looks after the executors meanwhile
     * @param answersAgain told, much later, of one that hung and goes on
     * @param what completes "… did not … in time"
     */
    PinnedJob(
            SparkContext context,
            ExecutorWatch watch,
            Consumer<ExecutorAddress> answersAgain,
            String what,
            Duration deadline,
            Loss loss) {
        this.context = context;
        this.watch = watch;
        this.answersAgain = answersAgain;
        this.what = what;
        this.deadline = deadline;
        this.loss = loss;
    }

    private record Outcome(String executor, boolean here, Serializable value, String failure) implements Serializable {}

    @Override
    public <R extends Serializable> Map<ExecutorAddress, R> run(List<ExecutorAddress> executors, NodeTask<R> task) {
        var end = System.nanoTime() + deadline.toNanos();
        var results = new LinkedHashMap<ExecutorAddress, R>();
        var missing = new ArrayList<>(executors);
        var vigil = watch.over(executors, answersAgain);
        for (int round = 0; !missing.isEmpty(); round++) {
            long left = end - System.nanoTime();
            if (left <= 0) {
                throw NodeJob.late(missing, what, deadline);
            }
            if (round > 0) {
                pause();
                dropGone(missing);
                dropHanging(missing, vigil);
            }
            for (Outcome outcome : missing.isEmpty() ? List.<Outcome>of() : once(missing, task, left, vigil)) {
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

    /**
     * Nobody has to wait until the deadline for an executor that does not come back: Spark gives the next one another number. To one that
     * retires Spark sends no tasks any more.
     */
    private void dropGone(List<ExecutorAddress> missing) {
        var present = SparkBridge.executors(context);
        var gone = missing.stream()
                .filter(executor -> !present.contains(executor) || watch.retires(executor.id()))
                .toList();
        if (!gone.isEmpty() && loss == Loss.FAILS) {
            throw NodeJob.gone(gone, what);
        }
        missing.removeAll(gone);
    }

    private void dropHanging(List<ExecutorAddress> missing, ExecutorWatch.Vigil vigil) {
        var hanging = new LinkedHashMap<>(vigil.look());
        hanging.keySet().retainAll(missing);
        if (!hanging.isEmpty() && loss == Loss.FAILS) {
            throw NodeJob.hanging(hanging, what);
        }
        missing.removeAll(hanging.keySet());
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
            List<ExecutorAddress> executors, NodeTask<R> task, long nanosLeft, ExecutorWatch.Vigil vigil) {
        var ids = executors.stream().map(ExecutorAddress::id).toList();
        var job = submit(executors, ids, task);
        try {
            return await(job, executors, nanosLeft, vigil);
        } catch (CloudFormationException e) {
            job.cancel(true);
            throw e;
        } catch (InterruptedException e) {
            job.cancel(true);
            throw NodeJob.interrupted(what, e);
        } catch (ExecutionException e) {
            throw new CloudFormationException(
                    "The Spark job to " + what + " failed: " + e.getCause().getMessage(), e.getCause());
        }
    }

    /** What the tasks came to; nothing if all that matters now is that some of the executors are gone or hang. */
    private List<Outcome> await(
            JavaFutureAction<List<byte[]>> job,
            List<ExecutorAddress> executors,
            long nanosLeft,
            ExecutorWatch.Vigil vigil)
            throws InterruptedException, ExecutionException {
        long end = System.nanoTime() + nanosLeft;
        while (true) {
            long left = end - System.nanoTime();
            if (left <= 0) {
                throw NodeJob.late(executors, what, deadline);
            }
            try {
                return job.get(Math.min(left, vigil.betweenLooks().toNanos()), TimeUnit.NANOSECONDS).stream()
                        .map(parcel -> Parcel.unpack(parcel, Outcome.class))
                        .toList();
            } catch (TimeoutException e) {
                var asked = new ArrayList<>(executors);
                dropGone(asked);
                dropHanging(asked, vigil);
                if (asked.size() < executors.size()) {
                    job.cancel(true);
                    return List.of();
                }
            }
        }
    }

    private <R extends Serializable> JavaFutureAction<List<byte[]>> submit(
            List<ExecutorAddress> executors, List<String> ids, NodeTask<R> task) {
        var before = context.getLocalProperty(SparkEvents.INTERRUPT_ON_CANCEL);
        context.setLocalProperty(SparkEvents.INTERRUPT_ON_CANCEL, "true");
        try {
            return SparkBridge.pinned(context, new ArrayList<>(ids), executors)
                    .map(wanted -> Parcel.pack(attempt(wanted, task)))
                    .collectAsync();
        } finally {
            context.setLocalProperty(SparkEvents.INTERRUPT_ON_CANCEL, before);
        }
    }

    private static <R extends Serializable> Outcome attempt(String wanted, NodeTask<R> task) {
        var here = SparkEnv.get().executorId();
        if (!here.equals(wanted)) {
            yieldToFirstAttempt();
            return new Outcome(here, false, null, null);
        }
        try {
            return new Outcome(here, true, task.run(), null);
        } catch (Exception | LinkageError e) {
            // As a value, not as a failed task: Spark would try it three more times.
            return new Outcome(here, true, null, Reason.of(e));
        }
    }

    /** A copy that Spark starts since the first one takes long must not win by having nothing to do. */
    private static void yieldToFirstAttempt() {
        long end = System.nanoTime() + LEAD.toNanos();
        var task = TaskContext.get();
        while (task.attemptNumber() > 0 && !task.isInterrupted() && System.nanoTime() - end < 0) {
            try {
                Thread.sleep(PAUSE_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
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
