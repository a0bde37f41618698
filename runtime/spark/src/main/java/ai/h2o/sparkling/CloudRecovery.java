package ai.h2o.sparkling;

import ai.h2o.sparkling.cloud.Cloud;
import ai.h2o.sparkling.cloud.CloudLifecycle;
import ai.h2o.sparkling.errors.H2OSparklingException;
import ai.h2o.sparkling.frames.FrameSources;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Forms the next cloud in place of one that was lost, and makes its frames again, in a thread of its own. */
final class CloudRecovery {
    private static final Logger LOG = LoggerFactory.getLogger(CloudRecovery.class);
    private static final Duration END_DEADLINE = Duration.ofSeconds(10);

    private final CloudLifecycle lifecycle;
    private final FrameSources sources;
    private final IntFunction<Cloud> form;
    private final Consumer<Cloud> open;

    // Guarded by this.
    private Thread thread;

    /**
     * @param form forms the next cloud, of as many nodes as given where nothing else says how many
     * @param open leads those to it who come from outside
     */
    CloudRecovery(CloudLifecycle lifecycle, FrameSources sources, IntFunction<Cloud> form, Consumer<Cloud> open) {
        this.lifecycle = lifecycle;
        this.sources = sources;
        this.form = form;
        this.open = open;
    }

    /** Begins, unless the context was stopped meanwhile. Waits for nothing. */
    synchronized void begin() {
        var lost = lifecycle.now();
        if (!lifecycle.recovering()) {
            return;
        }
        var cloud = lost.cloud();
        thread = new Thread(() -> run(cloud, lost.gone(), lost.reason()), "sparkling-recovery");
        thread.setDaemon(true);
        thread.start();
    }

    /** Ends it, if it is under way, and waits for that. What it had formed is taken down. */
    void stop() {
        Thread running;
        synchronized (this) {
            running = thread;
        }
        if (running == null || running == Thread.currentThread()) {
            return;
        }
        running.interrupt();
        try {
            running.join(END_DEADLINE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run(Cloud lost, List<String> gone, String reason) {
        var begun = Instant.now();
        try {
            endSurvivors(lost, gone);
            var next = form.apply(lost.generation().members().size());
            lifecycle.restoring(next);
            var frames = sources.restore(next, () -> lifecycle.broken(next));
            open.accept(next);
            if (lifecycle.formed(next)) {
                LOG.warn(
                        "H2O cloud '{}' of {} nodes is there in place of the lost one after {} s; {} frames were made again",
                        next.generation().id(),
                        next.generation().members().size(),
                        Duration.between(begun, Instant.now()).toMillis() / 1000.0,
                        frames.size());
            } else {
                next.end(List.of(), END_DEADLINE);
            }
        } catch (H2OSparklingException e) {
            lifecycle.notRecovered(reason + " (It was tried, but no new cloud could be formed: " + e.getMessage()
                    + " Call H2OContext.getOrCreate() to try again.)");
            LOG.warn("No new H2O cloud could be formed in place of the lost one: {}", e.getMessage());
        } catch (RuntimeException | Error e) {
            lifecycle.notRecovered(reason + " (It was tried, but no new cloud could be formed: " + e + ")");
            LOG.error("Forming a new H2O cloud failed in an unforeseen way", e);
        }
    }

    private static void endSurvivors(Cloud lost, List<String> gone) {
        try {
            lost.end(gone, END_DEADLINE);
        } catch (RuntimeException e) {
            // Where a node of the next cloud starts, that of the last one ends anyway.
            LOG.debug("Not all nodes of the lost cloud could be told to stop", e);
        }
    }
}
