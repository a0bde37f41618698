package ai.h2o.sparkling.engine;

import ai.h2o.sparkling.engine.api.EngineFailure;
import ai.h2o.sparkling.engine.patched.EngineWaits;
import ai.h2o.sparkling.engine.patched.HostChanges;
import ai.h2o.sparkling.engine.sockets.EngineSockets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import jsr166y.ForkJoinWorkerThread;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import water.WaterDoor;

/**
 * The threads in which the engine runs. Every call from Spark goes through one of them, for three reasons: a thread
 * that H2O starts joins the group of the thread that started it, and this group keeps uncaught exceptions away from
 * Spark's handler, which would end the executor; the context class loader is the engine's; and an interrupt of a Spark
 * task cannot close H2O's channels.
 */
final class EngineThreads implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger("ai.h2o.engine");

    static final Duration END_DEADLINE = Duration.ofSeconds(10);
    private static final Duration END_POLL = Duration.ofMillis(20);

    private final Group group;
    private final ExecutorService pool;
    // What somebody waits for.
    private final Map<Object, Future<?>> calls = new ConcurrentHashMap<>();
    private volatile String abandoned;

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
        return call(what, work, Duration.ofDays(365));
    }

    /** The same with an end to the waiting; the work is then interrupted. */
    <T> T call(String what, Callable<T> work, Duration deadline) throws EngineFailure {
        if (abandoned()) {
            throw new EngineFailure(abandoned);
        }
        var begun = begin(what, work);
        var call = new Object();
        calls.put(call, begun.result());
        try {
            if (abandoned()) {
                begun.result().cancel(false);
            }
            return begun.await(deadline);
        } catch (EngineFailure e) {
            throw abandoned() && begun.result().isCancelled() ? new EngineFailure(abandoned) : e;
        } finally {
            calls.remove(call);
        }
    }

    /**
     * Whoever waits for a call, or makes one later, gets this text at once. H2O waits for a node that is gone until somebody ends it, so the
     * threads go on until {@link #close}.
     */
    void abandon(String why) {
        abandoned = why;
        calls.values().forEach(result -> result.cancel(false));
    }

    boolean abandoned() {
        return abandoned != null;
    }

    /** Begins {@code work} in an engine thread without waiting for it. */
    <T> Begun<T> begin(String what, Callable<T> work) throws EngineFailure {
        try {
            return new Begun<>(what, pool.submit(work));
        } catch (RejectedExecutionException e) {
            throw new EngineFailure("The engine could not " + what + ": its node in this JVM was stopped");
        }
    }

    /**
     * Work that an engine thread has begun.
     *
     * @param what completes the sentence "The engine could not …"
     */
    record Begun<T>(String what, Future<T> result) {
        /** Waits for its end; work that is late is interrupted. */
        T await(Duration deadline) throws EngineFailure {
            return await(deadline, deadline);
        }

        /**
         * The same, for work that had begun before the waiting.
         *
         * @param left how long to wait
         * @param deadline what the error names
         */
        T await(Duration left, Duration deadline) throws EngineFailure {
            try {
                return result.get(left.toNanos(), TimeUnit.NANOSECONDS);
            } catch (TimeoutException e) {
                result.cancel(true);
                throw new EngineFailure("The engine could not " + what + " within " + deadline.toSeconds() + " s");
            } catch (InterruptedException e) {
                // The work goes on to its own end: H2O must not be interrupted half-way through a write.
                Thread.currentThread().interrupt();
                throw new EngineFailure("The engine could not " + what + ": the waiting Spark task was interrupted");
            } catch (CancellationException e) {
                throw new EngineFailure("The engine could not " + what + ": it was given up before", e);
            } catch (ExecutionException e) {
                if (e.getCause() instanceof EngineFailure failure) {
                    throw failure;
                }
                LOG.debug("The engine could not {}", what, e.getCause());
                throw new EngineFailure("The engine could not " + what, e.getCause());
            }
        }
    }

    /** Ends all threads of the node, whoever started them, and waits for that. Not to be called from one of them. */
    @Override
    public void close() {
        pool.shutdownNow();
        EngineWaits.end();
        HostChanges.undo();
        // Spark interrupts a task that takes long; what is left half ended would stay for good.
        boolean interrupted = Thread.interrupted();
        long end = System.nanoTime() + END_DEADLINE.toNanos();
        while (true) {
            var alive = group.alive();
            disconnect();
            if (alive.isEmpty()) {
                group.dispose();
                break;
            }
            if (System.nanoTime() - end > 0) {
                LOG.warn(
                        "Threads of the stopped node '{}' go on, and keep its memory: {}",
                        group.getName(),
                        alive.stream().map(Thread::getName).toList());
                break;
            }
            alive.forEach(EngineThreads::end);
            try {
                alive.get(0).join(END_POLL.toMillis());
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Each time again: the heartbeat may have opened connections before it ended. */
    private static void disconnect() {
        try {
            WaterDoor.dropConnections();
        } catch (LinkageError e) {
            LOG.debug("H2O never came up here, so it has no connections", e);
        }
        EngineSockets.closeAll();
    }

    private static void end(Thread thread) {
        if (thread instanceof ForkJoinWorkerThread worker) {
            worker.getPool().shutdownNow();
        }
        thread.interrupt();
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

        /** The threads that have started and not ended. */
        List<Thread> alive() {
            var threads = new Thread[activeCount() + 16];
            int count = enumerate(threads);
            return List.of(Arrays.copyOf(threads, count));
        }

        /** Up to Java 18 its parent would hold the group for ever, and with it the engine's classes; later there is nothing to do. */
        @SuppressWarnings("removal")
        void dispose() {
            try {
                destroy();
            } catch (IllegalThreadStateException | NoSuchMethodError e) {
                LOG.debug("The thread group '{}' stays", getName(), e);
            }
        }

        @Override
        public void uncaughtException(Thread thread, Throwable error) {
            if (error instanceof EngineWaits.NodeOver) {
                return;
            }
            LOG.error("Uncaught exception in engine thread {}; the JVM goes on", thread.getName(), error);
        }
    }
}
