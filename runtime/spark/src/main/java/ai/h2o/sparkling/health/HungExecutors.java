package ai.h2o.sparkling.health;

import ai.h2o.sparkling.bridge.ExecutorAddress;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Executors that hang: Spark is asked to put others in their place, and no cloud forms with them until they are gone or answer again.
 * Thread-safe.
 */
final class HungExecutors {
    private static final Logger LOG = LoggerFactory.getLogger(HungExecutors.class);

    private final Executors executors;
    private final HealthThresholds thresholds;
    private final Set<String> hanging = ConcurrentHashMap.newKeySet();
    private final Set<String> settling = ConcurrentHashMap.newKeySet();
    private final CountDownLatch closed = new CountDownLatch(1);

    HungExecutors(Executors executors, HealthThresholds thresholds) {
        this.executors = executors;
        this.thresholds = thresholds;
    }

    /** Their numbers. */
    Set<String> hanging() {
        return Set.copyOf(hanging);
    }

    /** No cloud forms with it from now on. Each is to be settled, too. */
    void mark(ExecutorAddress executor) {
        hanging.add(executor.id());
    }

    /**
     * Has one replaced that is marked, and waits, in a thread of its own, until it is gone or answers. Returns at once; does nothing if that
     * is under way.
     *
     * @param answersAgain told if Spark does not end it, and it goes on
     */
    void settle(ExecutorAddress executor, Runnable answersAgain) {
        start(executor, () -> {
            if (executors.has(executor) && !replaced(executor)) {
                awaitAnswer(executor, answersAgain);
            } else {
                awaitEnd(executor);
            }
        });
    }

    /** The same for one that is ending, whether or not it answers. */
    void replace(ExecutorAddress executor) {
        start(executor, () -> {
            if (executors.has(executor)) {
                // Spark may have asked it itself, and then refuses.
                executors.replace(executor);
            }
            awaitEnd(executor);
        });
    }

    private interface Settlement {
        void run() throws InterruptedException;
    }

    private void start(ExecutorAddress executor, Settlement settlement) {
        if (!settling.add(executor.id())) {
            return;
        }
        var thread = new Thread(() -> run(executor, settlement), "sparkling-hung-" + executor.id());
        thread.setDaemon(true);
        thread.start();
    }

    private void run(ExecutorAddress executor, Settlement settlement) {
        try {
            settlement.run();
        } catch (InterruptedException e) {
            // Nobody interrupts this thread but a JVM that ends.
            Thread.currentThread().interrupt();
        } finally {
            hanging.remove(executor.id());
            settling.remove(executor.id());
        }
    }

    private boolean replaced(ExecutorAddress executor) {
        boolean asked = executors.replace(executor);
        if (asked) {
            LOG.warn("Spark was asked to end {} and to start another one in its place", describe(executor));
        } else {
            LOG.warn(
                    "Spark here does not end executors when asked; {} stays, and has no node in the next cloud until it answers again",
                    describe(executor));
        }
        return asked;
    }

    private void awaitEnd(ExecutorAddress executor) throws InterruptedException {
        boolean waits = true;
        while (waits) {
            waits = executors.has(executor) && !pause();
        }
    }

    private void awaitAnswer(ExecutorAddress executor, Runnable answersAgain) throws InterruptedException {
        var questions = new Questions<Void>(() -> executors.ask(executor, thresholds.patience()), nothing -> {});
        while (executors.has(executor)) {
            if (questions.look() && executors.has(executor)) {
                LOG.warn("{} answers again", describe(executor));
                answersAgain.run();
                return;
            }
            if (pause()) {
                return;
            }
        }
    }

    /** Whether nobody waits any more. */
    private boolean pause() throws InterruptedException {
        return closed.await(thresholds.betweenLooks().toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Nobody forms clouds any more. Waits for nothing. */
    void close() {
        closed.countDown();
    }

    static String describe(ExecutorAddress executor) {
        return "Executor " + executor.id() + " on " + executor.host();
    }
}
