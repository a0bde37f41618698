package ai.h2o.sparkling.engine.patched;

import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import jsr166y.ForkJoinPool;
import jsr166y.ForkJoinWorkerThread;

/**
 * Stands where H2O's code waits: the build rewrites its calls of {@code Object.wait}, {@code Thread.sleep}, {@code Thread.yield},
 * {@code ServerSocketChannel.open} and {@code ManagedBlocker.isReleasable} to these. H2O's threads wait in endless loops that swallow interrupts;
 * once the node is over, a wait throws instead, and the thread ends.
 */
// The loops, and what they yield for, are those of the callers.
@SuppressWarnings({"WaitNotInLoop", "ThreadPriorityCheck", "UnnecessarilyFullyQualified"})
public final class EngineWaits {
    private static volatile boolean over;

    private EngineWaits() {}

    /** From now on no thread of the engine waits. Those that wait already have to be interrupted. */
    public static void end() {
        over = true;
    }

    /** In place of {@code monitor.wait()}, whose monitor the caller holds. */
    public static void await(Object monitor) throws InterruptedException {
        await(monitor, 0);
    }

    /** In place of {@code monitor.wait(millis)}, whose monitor the caller holds. */
    public static void await(Object monitor, long millis) throws InterruptedException {
        requireNode();
        try {
            monitor.wait(millis);
        } catch (InterruptedException e) {
            requireNode();
            throw e;
        }
        requireNode();
    }

    /** In place of {@code Thread.sleep}. */
    public static void sleep(long millis) throws InterruptedException {
        requireNode();
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            requireNode();
            throw e;
        }
        requireNode();
    }

    /** In place of {@code ServerSocketChannel.open}: H2O opens its port again when it finds it closed. */
    public static ServerSocketChannel open() throws IOException {
        requireNode();
        return ServerSocketChannel.open();
    }

    /** In place of {@code blocker.isReleasable()}: a pool that was shut down asks it in a loop instead of waiting. */
    public static boolean isReleasable(ForkJoinPool.ManagedBlocker blocker) {
        requireNodeOfWorker();
        return blocker.isReleasable();
    }

    /** In place of {@code Thread.yield}: a pool that was shut down yields in a loop instead of waiting for what it joins. */
    public static void giveWay() {
        requireNodeOfWorker();
        Thread.yield();
    }

    /** Who shuts a pool down yields, too, and has to go on. */
    private static void requireNodeOfWorker() {
        if (Thread.currentThread() instanceof ForkJoinWorkerThread) {
            requireNode();
        }
    }

    private static void requireNode() {
        if (over) {
            throw new NodeOver();
        }
    }

    /** Ends a thread of a node that is no more. An error, because H2O's loops go on after any exception. */
    public static final class NodeOver extends Error {
        private static final long serialVersionUID = 1;

        NodeOver() {
            super("The H2O node of this thread was stopped", null, false, false);
        }
    }
}
