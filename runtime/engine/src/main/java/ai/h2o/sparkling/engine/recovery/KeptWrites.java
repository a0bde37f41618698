package ai.h2o.sparkling.engine.recovery;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes and deletes what is kept, one after the other, in a thread of its own. Who trains waits for it, so that what was finished is kept, but
 * not for ever: a storage may hang. What is late is done when that answers.
 */
final class KeptWrites implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger("ai.h2o.engine");
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final long IDLE_SECONDS = 5;

    /** Of this node. */
    static final KeptWrites OF_NODE = new KeptWrites(PATIENCE);

    private final Duration patience;
    private final ThreadPoolExecutor thread;

    // Written by the one thread; by System.nanoTime(), 0 while it does nothing.
    private volatile long began;
    private volatile Thread working;

    KeptWrites(Duration patience) {
        this.patience = patience;
        // Made by whoever has work first, and so one of the engine's; none when there has been nothing to do for a
        // while.
        thread = new ThreadPoolExecutor(1, 1, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
            var made = new Thread(task, "sparkling-keeper");
            made.setDaemon(true);
            return made;
        });
        thread.allowCoreThreadTimeOut(true);
    }

    /**
     * Does it and waits. Of what is not done in time a warning speaks. Nothing is done once the node is being stopped.
     *
     * @param what the beginning of the sentence "… takes longer than …"
     * @param work tells of its failures itself
     */
    void run(String what, Runnable work) {
        if (Thread.currentThread() == working) {
            work.run();
            return;
        }
        long before = began;
        // Nobody waits again for what has kept another one waiting.
        long since = before == 0 ? System.nanoTime() : before;
        try {
            thread.submit(() -> timed(work)).get(since + patience.toNanos() - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            LOG.warn(
                    "{} takes longer than {} s: the storage of spark.ext.h2o.recovery.dir is slow or hangs. Nobody waits for"
                            + " it any more; until it is done, nothing of it outlives the cloud",
                    what,
                    patience.toSeconds());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (RejectedExecutionException e) {
            LOG.debug("{} was not done, since the node is being stopped", what);
        }
    }

    private void timed(Runnable work) {
        began = System.nanoTime();
        working = Thread.currentThread();
        try {
            work.run();
        } finally {
            working = null;
            began = 0;
        }
    }

    /** What is under way is interrupted, and what waits is not done. */
    @Override
    public void close() {
        thread.shutdownNow();
    }
}
