package ai.h2o.sparkling.recovery;

import ai.h2o.sparkling.cloud.Cloud;
import ai.h2o.sparkling.cloud.CloudLifecycle;
import ai.h2o.sparkling.cloud.CloudState;
import ai.h2o.sparkling.cloud.SparkEvents;
import ai.h2o.sparkling.frames.FrameService;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Predicate;
import org.apache.spark.SparkContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Forms the next cloud in place of one that was lost, and fills it again, in a thread of its own. */
public final class CloudRecovery {
    private static final Logger LOG = LoggerFactory.getLogger(CloudRecovery.class);
    private static final Duration END_DEADLINE = Duration.ofSeconds(10);

    private final SparkContext context;
    private final SparkEvents events;
    private final CloudLifecycle lifecycle;
    private final FrameService frames;
    private final Optional<KeptWork> kept;
    private final Clouds clouds;

    // Guarded by this.
    private Thread thread;

    // Known to Spark by it, so that what runs can be cancelled. Another one each time: the last thread may still be
    // cleaning up.
    private volatile String work = "";

    private final Queue<Runnable> afterwards = new ConcurrentLinkedQueue<>();

    /** What the context does with its clouds. */
    public interface Clouds {
        /** Forms the next cloud, of as many nodes as given where nothing else says how many. */
        Cloud form(int former);

        /** Leads those to it who come from outside. */
        void open(Cloud cloud);

        /** Ends a cloud that nobody wants any more. */
        void discard(Cloud cloud);

        /** Tells those who come from outside why there is none. */
        void unavailable(String why);

        /** Tells those who ask after a job that it was lost; of these jobs it is not known yet. */
        void jobsLost(String why, Set<String> except);
    }

    /** @param kept what is kept of the work of the clouds, if it is */
    public CloudRecovery(
            SparkContext context,
            SparkEvents events,
            CloudLifecycle lifecycle,
            FrameService frames,
            Optional<KeptWork> kept,
            Clouds clouds) {
        this.context = context;
        this.events = events;
        this.lifecycle = lifecycle;
        this.frames = frames;
        this.kept = kept;
        this.clouds = clouds;
    }

    /** Begins, unless the context was stopped meanwhile. Waits for nothing. */
    public synchronized void begin(CloudLifecycle.Snapshot lost) {
        if (lifecycle.now().state() != CloudState.RECOVERING) {
            return;
        }
        var own = UUID.randomUUID().toString();
        work = own;
        events.begin(own);
        thread = new Thread(() -> run(lost, own), "sparkling-recovery");
        thread.setDaemon(true);
        thread.start();
    }

    /** Tells it to end, if it is under way. Waits for nothing. */
    public void abandon() {
        events.cancel(work);
        var running = running();
        if (running != null) {
            running.interrupt();
        }
    }

    /** Ends it, if it is under way, and waits for that. What it had formed is taken down. */
    public void stop() {
        abandon();
        var running = running();
        if (running == null || running == Thread.currentThread()) {
            return;
        }
        // Who was interrupted must clean up all the same.
        boolean interrupted = Thread.interrupted();
        try {
            running.join(END_DEADLINE.toMillis());
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized Thread running() {
        return thread;
    }

    private void run(CloudLifecycle.Snapshot lost, String work) {
        var begun = Instant.now();
        Cloud next = null;
        context.setLocalProperty(SparkEvents.WORK, work);
        context.setLocalProperty(SparkEvents.INTERRUPT_ON_CANCEL, "true");
        try {
            kept.flatMap(KeptWork::jobs).ifPresent(jobs -> clouds.jobsLost(lost.reason(), jobs));
            endSurvivors(lost);
            next = clouds.form(lost.cloud().generation().members().size());
            lifecycle.restoring(next);
            var formed = next;
            Predicate<Duration> brokenWithin = most -> lifecycle.brokenWithin(formed, most);
            var restored = frames.restore(formed, brokenWithin);
            var comeBack = kept.map(directory -> directory.restore(formed.control(), brokenWithin))
                    .orElse(KeptWork.Restored.NOTHING);
            boolean broken = brokenWithin.test(Duration.ZERO);
            // Of that the thread was told by an interrupt; what comes now must be done all the same.
            Thread.interrupted();
            if (kept.isPresent() && !broken) {
                clouds.jobsLost(lost.reason(), comeBack.jobs());
            }
            clouds.open(next);
            if (!lifecycle.formed(next)) {
                clouds.discard(next);
            } else if (lifecycle.now().state() == CloudState.RUNNING) {
                LOG.warn(
                        "H2O cloud '{}' of {} nodes is there in place of the lost one after {} s; {} frames were made again{}",
                        next.generation().id(),
                        next.generation().members().size(),
                        Duration.between(begun, Instant.now()).toMillis() / 1000.0,
                        restored.size(),
                        kept.isPresent() ? ", " + inWords(comeBack) : "");
            }
        } catch (Throwable e) {
            // Spark's errors need not be declared to be thrown.
            Thread.interrupted();
            if (next != null) {
                clouds.discard(next);
            }
            giveUp(lost.reason(), e);
        } finally {
            events.end(work);
            runAfterwards();
        }
    }

    private static String inWords(KeptWork.Restored comeBack) {
        return comeBack.models() + " models came back, and " + comeBack.jobs().size() + " searches for more go on";
    }

    /** Runs something, once, when nothing recovers any more. To be called before that begins. */
    public void afterwards(Runnable action) {
        afterwards.add(action);
    }

    /** Takes that back, where nothing has begun. */
    public void never(Runnable action) {
        afterwards.remove(action);
    }

    private void runAfterwards() {
        if (lifecycle.now().state() == CloudState.RECOVERING) {
            // A member of the new cloud was lost; the next one begins.
            return;
        }
        for (var action = afterwards.poll(); action != null; action = afterwards.poll()) {
            action.run();
        }
    }

    private void giveUp(String reason, Throwable problem) {
        if (lifecycle.now().state() != CloudState.RECOVERING) {
            LOG.debug("The recovery ended with the context", problem);
            return;
        }
        var why = reason + ". This was tried, but no new cloud could be formed: " + problem.getMessage()
                + " Call H2OContext.getOrCreate() for a new context, and convert again";
        lifecycle.notRecovered(why);
        clouds.unavailable(why);
        LOG.warn("No new H2O cloud could be formed in place of the lost one", problem);
    }

    private static void endSurvivors(CloudLifecycle.Snapshot lost) {
        try {
            lost.cloud().end(lost.gone(), END_DEADLINE);
        } catch (RuntimeException e) {
            // Where a node of the next cloud starts, that of the last one ends anyway.
            LOG.debug("Not all nodes of the lost cloud could be told to stop", e);
        }
    }
}
