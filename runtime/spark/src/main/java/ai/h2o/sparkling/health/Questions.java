package ai.h2o.sparkling.health;

import ai.h2o.sparkling.engine.api.NodeHealth;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** What one node was asked, one question at a time, and what it answered last. Used by one thread. */
final class Questions {
    private final Supplier<CompletableFuture<NodeHealth>> ask;
    private CompletableFuture<NodeHealth> pending;
    private NodeHealth last;
    private long lastAt;
    private String collecting = "";

    /** @param ask asks once; what it gives has a deadline */
    Questions(Supplier<CompletableFuture<NodeHealth>> ask) {
        this.ask = ask;
    }

    /**
     * Whether there was a sign of life since the last look. A refusal is one: where the node has ended, its process goes on, and of a process
     * that has ended Spark tells. Asks again when the last question has had its answer or its time.
     */
    boolean look() {
        boolean alive = pending != null && pending.isDone() && take(System.nanoTime());
        if (pending == null || pending.isDone()) {
            pending = ask.get();
        }
        return alive;
    }

    private boolean take(long now) {
        try {
            var health = pending.join();
            if (last != null) {
                collecting = ", and its garbage collector had worked "
                        + (health.collectedMillis() - last.collectedMillis()) + " ms of the last "
                        + Duration.ofNanos(now - lastAt).toMillis();
            }
            last = health;
            lastAt = now;
            return true;
        } catch (CompletionException e) {
            return !(e.getCause() instanceof HttpTimeoutException || e.getCause() instanceof TimeoutException);
        }
    }

    /** Whether it has ever answered: what the driver cannot reach need not hang. */
    boolean everAnswered() {
        return last != null;
    }

    /** How it was when it last answered, as a sentence. */
    String lastSeen() {
        return last == null
                ? "It has never answered: see that the driver reaches its port."
                : "When it last did, " + (last.usedHeap() >> 20) + " of " + (last.maxHeap() >> 20)
                        + " MB of its heap were in use" + collecting + ".";
    }
}
