package ai.h2o.sparkling.engine.patched;

import ai.h2o.sparkling.engine.api.NodeHealth;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.function.LongSupplier;
import water.H2O;
import water.WaterDoor;

/**
 * The heap that the engine shares with Spark. Stands in two places of the engine; the build puts it there.
 *
 * <p>H2O asks for memory again and again until it gets it, since its cleaner could write to disk what is in the way. The cleaner is off unless
 * a user asks for it, and then a training that does not fit would never end, with all processors busy collecting garbage. So
 * {@link #full} stands where H2O, having got none, asks whether the disk is full: other threads get a moment to give memory back, then the work
 * fails.
 */
public final class EngineMemory {
    private static final ThreadLocal<Shortage> SHORTAGE = ThreadLocal.withInitial(() -> new Shortage(System::nanoTime));
    private static final long PAUSE_MILLIS = 100;

    private EngineMemory() {}

    /**
     * In place of {@code Cleaner.isDiskFull()}, after an allocation has failed. Threads that receive what other nodes send do not give up: H2O
     * would not tell those who wait for it.
     *
     * @return whether H2O has to end itself, since its cleaner has no place to write to
     * @throws OutOfMemoryError if there is no use in trying again
     */
    public static boolean full() {
        if (WaterDoor.cleans()) {
            return WaterDoor.diskFull();
        }
        boolean lasts = SHORTAGE.get().lasts() && !WaterDoor.inReceiver();
        try {
            // Also before it fails: H2O sends some answers again and again until it succeeds.
            EngineWaits.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            lasts = true;
        }
        if (lasts) {
            throw new Exhausted(null);
        }
        return false;
    }

    /** In place of {@code task.compute2()}, through which all of the engine's work goes. What the JVM says when memory ends has no figures. */
    public static void compute(H2O.H2OCountedCompleter<?> task) {
        try {
            task.compute2();
        } catch (Exhausted e) {
            throw e;
        } catch (OutOfMemoryError e) {
            throw ofHeap(e) ? new Exhausted(e) : e;
        }
    }

    /** Memory for threads, classes and buffers ends in the same error, and other things help there. */
    private static boolean ofHeap(OutOfMemoryError error) {
        var text = String.valueOf(error.getMessage());
        return text.contains("Java heap space") || text.contains("GC overhead limit");
    }

    private static String report() {
        var health = health();
        return "The H2O node " + WaterDoor.selfAddress().authority() + " is out of memory: "
                + megabytes(health.usedHeap()) + " of its " + megabytes(health.maxHeap())
                + " MB of heap are in use, " + megabytes(WaterDoor.bytesOfData())
                + " MB of them by frames and models, and the training or whatever else is being done needs more than is"
                + " left. Raise spark.executor.memory (spark.driver.memory in local mode) or take more executors; let"
                + " the training take less (fewer or shallower trees, fewer bins, fewer levels, smaller layers); remove"
                + " frames and models that nobody needs, and unpersist DataFrames";
    }

    public static NodeHealth health() {
        var runtime = Runtime.getRuntime();
        return new NodeHealth(
                runtime.totalMemory() - runtime.freeMemory(),
                runtime.maxMemory(),
                ManagementFactory.getGarbageCollectorMXBeans().stream()
                        .mapToLong(GarbageCollectorMXBean::getCollectionTime)
                        .filter(millis -> millis > 0)
                        .sum(),
                ending());
    }

    /** Java tells of it only by refusing this. */
    private static boolean ending() {
        try {
            Runtime.getRuntime().removeShutdownHook(Thread.currentThread());
            return false;
        } catch (IllegalStateException e) {
            return true;
        }
    }

    private static long megabytes(long bytes) {
        return bytes >> 20;
    }

    /** That memory has ended, with the figures of this node. */
    static final class Exhausted extends OutOfMemoryError {
        private static final long serialVersionUID = 1;

        Exhausted(OutOfMemoryError cause) {
            super(report());
            if (cause != null) {
                initCause(cause);
            }
        }
    }

    /** Since when the allocations of one thread fail. */
    static final class Shortage {
        /** An allocation fails only after several full collections, which take seconds with a large heap. */
        private static final long OVER_NANOS = Duration.ofSeconds(30).toNanos();

        private static final long PATIENCE_NANOS = Duration.ofSeconds(2).toNanos();

        private final LongSupplier clock;
        private boolean any;
        private long first;
        private long last;

        Shortage(LongSupplier clock) {
            this.clock = clock;
        }

        /** An allocation has failed; answers whether they have failed for so long that they will again. */
        boolean lasts() {
            long now = clock.getAsLong();
            if (!any || now - last > OVER_NANOS) {
                any = true;
                first = now;
            }
            last = now;
            return now - first > PATIENCE_NANOS;
        }
    }
}
