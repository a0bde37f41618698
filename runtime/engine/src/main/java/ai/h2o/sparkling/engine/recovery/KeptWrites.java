package ai.h2o.sparkling.engine.recovery;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes what is kept. Who trains waits for it, so that what was finished is kept, but not for ever: a storage may hang. Nothing else is written
 * then until it answers, so that nothing piles up and nothing overtakes.
 */
final class KeptWrites {
    private static final Logger LOG = LoggerFactory.getLogger("ai.h2o.engine");
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Of this node. */
    static final KeptWrites OF_NODE = new KeptWrites(PATIENCE);

    private final Duration patience;
    // Those that nobody waits for any more.
    private final Set<Thread> late = ConcurrentHashMap.newKeySet();

    KeptWrites(Duration patience) {
        this.patience = patience;
    }

    /** Whether the storage has not answered in time, and still does not. */
    boolean hang() {
        late.removeIf(thread -> !thread.isAlive());
        return !late.isEmpty();
    }

    /**
     * Does it, in a thread of its own, and waits. A warning says so if it takes too long, and then it goes on; and if it is not done at all since
     * something before it takes too long.
     *
     * @param what the beginning of a sentence about it, such as "Saving model 'm'"
     * @param work tells of its failures itself
     */
    void run(String what, Runnable work) {
        if (hang()) {
            LOG.warn(
                    "{} is left out: the storage of spark.ext.h2o.recovery.dir has not answered for more than {} s",
                    what,
                    patience.toSeconds());
            return;
        }
        // It joins the group of the thread that trains, and so ends with the node.
        var thread = new Thread(work, "sparkling-keeper");
        thread.setDaemon(true);
        thread.start();
        try {
            thread.join(patience.toMillis());
        } catch (InterruptedException e) {
            // The node is being stopped, and that thread with it.
            Thread.currentThread().interrupt();
            return;
        }
        if (thread.isAlive()) {
            late.add(thread);
            LOG.warn(
                    "{} takes longer than {} s: the storage of spark.ext.h2o.recovery.dir is slow or hangs. Nobody waits for"
                            + " it any more, and until it is done nothing else is kept",
                    what,
                    patience.toSeconds());
        }
    }
}
