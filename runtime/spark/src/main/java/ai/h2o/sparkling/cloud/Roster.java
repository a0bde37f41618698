package ai.h2o.sparkling.cloud;

import ai.h2o.sparkling.bridge.ExecutorAddress;
import ai.h2o.sparkling.bridge.SparkBridge;
import ai.h2o.sparkling.errors.CloudFormationException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import org.apache.spark.SparkContext;

/** Finds the executors that the cloud is made of. Executors register one by one after an application starts. */
final class Roster {
    private static final Pattern LOCAL_CLUSTER = Pattern.compile("local-cluster\\[\\s*(\\d+)\\s*,.*");
    private static final long POLL_MILLIS = 50;
    private static final Duration NOBODY_COMES = Duration.ofSeconds(1);

    private final SparkContext context;
    private final Duration deadline;
    private final Duration settled;
    private final ExecutorWatch watch;

    /**
     * Prepares to look for executors that do not hang.
     *
     * @param settled for how long none has come or gone, unless the deadline comes before
     */
    Roster(SparkContext context, Duration deadline, Duration settled, ExecutorWatch watch) {
        this.context = context;
        this.deadline = deadline;
        this.settled = settled;
        this.watch = watch;
    }

    /**
     * Waits for the executors. Of one that retires nobody can tell when another one comes in its place, so it is not waited for.
     *
     * @param wanted how many the user asked for; else as many as Spark was told to start; if it was not told, as many as
     *     there were; at first, all that are there once none has come for a second
     * @param present how many there are, where that is what a cloud is to be made of; else empty
     * @param former how many there were before one was lost, for whom Spark starts another; 0 at first
     */
    List<ExecutorAddress> await(OptionalInt wanted, OptionalInt present, int former) {
        int expected = present.orElseGet(() -> wanted.orElseGet(() -> expected(former)));
        boolean exactly = wanted.isPresent() && present.isEmpty();
        askFor(Math.max(1, expected));
        long end = System.nanoTime() + deadline.toNanos();
        long changed = System.nanoTime();
        List<ExecutorAddress> executors = list();
        while (!enough(executors, expected, changed)) {
            if (context.isStopped()) {
                throw new CloudFormationException("Spark was stopped while the H2O cloud waited for its executors");
            }
            if (System.nanoTime() - end > 0) {
                executors = late(executors, expected, exactly);
                break;
            }
            pause();
            var now = list();
            changed = now.equals(executors) ? changed : System.nanoTime();
            executors = now;
        }
        return executors.subList(0, Math.min(executors.size(), wanted.orElse(Integer.MAX_VALUE)));
    }

    /** With dynamic allocation Spark starts executors only when there is work for them, which there is not before the cloud. */
    private void askFor(int expected) {
        int missing = expected - list().size();
        if (missing > 0 && ExecutorPins.areOfUse(context)) {
            context.requestExecutors(missing);
        }
    }

    private int expected(int former) {
        int full = announced() > 0 ? announced() : former;
        return full == 0 ? 0 : Math.max(1, full - retiring());
    }

    private int retiring() {
        return (int) SparkBridge.executors(context).stream()
                .filter(executor -> watch.retires(executor.id()))
                .count();
    }

    private boolean enough(List<ExecutorAddress> executors, int expected, long changed) {
        long unchanged = System.nanoTime() - changed;
        if (executors.isEmpty() || unchanged < settled.toNanos()) {
            return false;
        }
        return expected > 0 ? executors.size() >= expected : unchanged > NOBODY_COMES.toNanos();
    }

    private List<ExecutorAddress> late(List<ExecutorAddress> executors, int expected, boolean asked) {
        if (executors.isEmpty() || (asked && executors.size() < expected)) {
            throw new CloudFormationException("Spark has " + executors.size() + " of the " + Math.max(1, expected)
                    + " executors that the H2O cloud needs, after " + Math.round(deadline.toMillis() / 1000.0)
                    + " s. Add executors (spark.executor.instances), lower spark.ext.h2o.cluster.size, or raise "
                    + "spark.ext.h2o.cloud.timeout");
        }
        return executors;
    }

    private List<ExecutorAddress> list() {
        // Numbers first by value, so that executor 10 does not come before executor 2.
        var useless = watch.hanging();
        return SparkBridge.executors(context).stream()
                .filter(executor -> !useless.contains(executor.id()) && !watch.retires(executor.id()))
                .sorted(Comparator.comparingInt((ExecutorAddress e) -> e.id().length())
                        .thenComparing(ExecutorAddress::id))
                .toList();
    }

    private int announced() {
        if (context.isLocal()) {
            return 1;
        }
        var cluster = LOCAL_CLUSTER.matcher(context.master());
        if (cluster.matches()) {
            return Integer.parseInt(cluster.group(1));
        }
        return context.getConf().getInt("spark.executor.instances", 0);
    }

    private static void pause() {
        try {
            Thread.sleep(POLL_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CloudFormationException("Waiting for Spark's executors was interrupted", e);
        }
    }
}
