package ai.h2o.sparkling.engine.patched;

import java.lang.management.MemoryPoolMXBean;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import javax.management.ListenerNotFoundException;
import javax.management.NotificationEmitter;
import javax.management.NotificationFilter;
import javax.management.NotificationListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What H2O changes in the JVM that it lives in. The build rewrites its calls to these, which remember what was there before; it is put
 * back when the node is over.
 */
public final class HostChanges {
    private static final Logger LOG = LoggerFactory.getLogger("ai.h2o.engine");

    private static final Duration HOOK_DEADLINE = Duration.ofSeconds(5);

    // Guarded by the class's lock; the last change is the first to be undone.
    private static final Deque<Runnable> UNDO = new ArrayDeque<>();

    private HostChanges() {}

    /** In place of the emitter's method. */
    public static synchronized void addNotificationListener(
            NotificationEmitter emitter, NotificationListener listener, NotificationFilter filter, Object handback) {
        emitter.addNotificationListener(listener, filter, handback);
        UNDO.push(() -> {
            try {
                emitter.removeNotificationListener(listener, filter, handback);
            } catch (ListenerNotFoundException e) {
                throw new IllegalStateException("Somebody else has removed H2O's listener", e);
            }
        });
    }

    /** In place of the pool's method. */
    public static synchronized void setCollectionUsageThreshold(MemoryPoolMXBean pool, long bytes) {
        long before = pool.getCollectionUsageThreshold();
        pool.setCollectionUsageThreshold(bytes);
        UNDO.push(() -> pool.setCollectionUsageThreshold(before));
    }

    /** In place of {@code Runtime.addShutdownHook}: what the hook does is done when the node is over. The JVM does not know of it. */
    public static synchronized void addShutdownHook(Runtime runtime, Thread hook) {
        UNDO.push(() -> {
            hook.start();
            await(hook);
        });
    }

    private static void await(Thread hook) {
        try {
            hook.join(HOOK_DEADLINE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Puts back what was there before the node. */
    public static synchronized void undo() {
        while (!UNDO.isEmpty()) {
            try {
                UNDO.pop().run();
            } catch (RuntimeException e) {
                LOG.warn("Something that the H2O node changed in its JVM could not be put back", e);
            }
        }
    }
}
