package ai.h2o.sparkling.engine;

import ai.h2o.sparkling.engine.api.EngineFailure;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads in which the engine runs. Every call from Spark goes through one of them, for three reasons: a thread
 * that H2O starts joins the group of the thread that started it, and this group keeps uncaught exceptions away from
 * Spark's handler, which would end the executor; the context class loader is the engine's; and an interrupt of a Spark
 * task cannot close H2O's channels.
 */
final class EngineThreads implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger("ai.h2o.engine");

    private final Group group;
    private final ExecutorService pool;

    EngineThreads(String name) {
        group = new Group(name);
        var loader = EngineThreads.class.getClassLoader();
        var count = new AtomicInteger();
        pool = Executors.newCachedThreadPool(task -> {
            var thread = new Thread(group, task, name + "-call-" + count.incrementAndGet());
            thread.setDaemon(true);
            thread.setContextClassLoader(loader);
            return thread;
        });
    }

    /**
     * Runs {@code work} in an engine thread and waits for it.
     *
     * @param what completes the sentence "The engine could not …"
     */
    <T> T call(String what, Callable<T> work) throws EngineFailure {
        Future<T> result;
        try {
            result = pool.submit(work);
        } catch (RejectedExecutionException e) {
            throw new EngineFailure("The engine could not " + what + ": its node in this JVM was stopped");
        }
        try {
            return result.get();
        } catch (InterruptedException e) {
            // The work goes on to its own end: H2O must not be interrupted half-way through a write.
            Thread.currentThread().interrupt();
            throw new EngineFailure("The engine could not " + what + ": the waiting Spark task was interrupted");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof EngineFailure failure) {
                throw failure;
            }
            LOG.debug("The engine could not {}", what, e.getCause());
            throw new EngineFailure("The engine could not " + what, e.getCause());
        }
    }

    /** The group that all threads of the node belong to. */
    ThreadGroup group() {
        return group;
    }

    @Override
    public void close() {
        pool.shutdownNow();
    }

    /** Keeps what goes wrong in a thread of the engine inside the engine. */
    private static final class Group extends ThreadGroup {
        Group(String name) {
            super(top(), name);
        }

        // Not the caller's group: that may be a Spark task's, which may be destroyed.
        private static ThreadGroup top() {
            var group = Thread.currentThread().getThreadGroup();
            while (group.getParent() != null) {
                group = group.getParent();
            }
            return group;
        }

        @Override
        public void uncaughtException(Thread thread, Throwable error) {
            LOG.error("Uncaught exception in engine thread {}; the JVM goes on", thread.getName(), error);
        }
    }
}
