package ai.h2o.sparkling.health;

import ai.h2o.sparkling.engine.api.NodeHealth;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
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

    /** Whether there was an answer since the last look. Asks again when the last question has had its answer or its time. */
    boolean look() {
        boolean answered = pending != null && pending.isDone() && !pending.isCompletedExceptionally();
        if (answered) {
            take(pending.join(), System.nanoTime());
        }
        if (pending == null || pending.isDone()) {
            pending = ask.get();
        }
        return answered;
    }

    private void take(NodeHealth health, long now) {
        if (last != null) {
            collecting = ", and its garbage collector had worked "
                    + (health.collectedMillis() - last.collectedMillis()) + " ms of the last "
                    + Duration.ofNanos(now - lastAt).toMillis();
        }
        last = health;
        lastAt = now;
    }

    /** How it was when it last answered, as a sentence. */
    String lastSeen() {
        return last == null
                ? "It has never answered."
                : "When it last did, " + (last.usedHeap() >> 20) + " of " + (last.maxHeap() >> 20)
                        + " MB of its heap were in use" + collecting + ".";
    }
}
