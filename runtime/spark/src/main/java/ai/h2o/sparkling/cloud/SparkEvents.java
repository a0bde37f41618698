package ai.h2o.sparkling.cloud;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import org.apache.spark.SparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerApplicationEnd;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears from Spark that an executor is gone, that the application ends, and which jobs belong to which piece of work.
 * Called on Spark's listener bus; hands over and returns.
 */
public final class SparkEvents extends SparkListener {
    /** Local property by which a job is known as part of a piece of work, whatever job group the user has set. */
    public static final String WORK = "spark.ext.h2o.internal.work";

    /** Local property by which Spark interrupts the tasks of a cancelled job; its setter came with Spark 3.5 only. */
    public static final String INTERRUPT_ON_CANCEL = "spark.job.interruptOnCancel";

    private static final Logger LOG = LoggerFactory.getLogger(SparkEvents.class);
    private static final Duration REMOVED_WITHIN = Duration.ofSeconds(5);
    private static final long JOIN_MILLIS = 100;

    private final SparkContext context;
    private final BiConsumer<String, String> onExecutorRemoved;
    private final Runnable onApplicationEnd;
    private final ConcurrentHashMap<String, Set<Integer>> jobs = new ConcurrentHashMap<>();
    private final Set<String> cancelled = ConcurrentHashMap.newKeySet();

    public SparkEvents(SparkContext context, BiConsumer<String, String> onExecutorRemoved, Runnable onApplicationEnd) {
        this.context = context;
        this.onExecutorRemoved = onExecutorRemoved;
        this.onApplicationEnd = onApplicationEnd;
    }

    @Override
    public void onExecutorRemoved(SparkListenerExecutorRemoved event) {
        onExecutorRemoved.accept(event.executorId(), event.reason());
    }

    @Override
    public void onApplicationEnd(SparkListenerApplicationEnd event) {
        onApplicationEnd.run();
    }

    @Override
    public void onJobStart(SparkListenerJobStart event) {
        var work = event.properties() == null ? null : event.properties().getProperty(WORK);
        if (work == null) {
            return;
        }
        if (cancelled.contains(work)) {
            context.cancelJob(event.jobId());
        } else {
            jobs.computeIfPresent(work, (key, ids) -> {
                ids.add(event.jobId());
                return ids;
            });
        }
    }

    /**
     * Hears no more. In a thread that nobody interrupts: Spark ends the queue of its last listener here, and if that is interrupted, keeps a queue
     * that is half ended. The next listener there would hear nothing, and its removal would wait for ever.
     */
    public void end() {
        var removal = new Thread(() -> context.removeSparkListener(this), "sparkling-events-end");
        removal.setDaemon(true);
        removal.start();
        boolean interrupted = false;
        long end = System.nanoTime() + REMOVED_WITHIN.toNanos();
        while (removal.isAlive() && System.nanoTime() - end < 0) {
            try {
                removal.join(JOIN_MILLIS);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (removal.isAlive()) {
            LOG.debug("Spark does not let go of its listener; nobody waits for that any more");
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** From now on the jobs of that work are known. */
    public void begin(String work) {
        jobs.put(work, ConcurrentHashMap.newKeySet());
    }

    /** The jobs of that work so far. */
    public Set<Integer> jobsOf(String work) {
        return Set.copyOf(jobs.getOrDefault(work, Set.of()));
    }

    /** Cancels its jobs, also those that start later. */
    public void cancel(String work) {
        cancelled.add(work);
        jobsOf(work).forEach(context::cancelJob);
    }

    public void end(String work) {
        jobs.remove(work);
        cancelled.remove(work);
    }
}
