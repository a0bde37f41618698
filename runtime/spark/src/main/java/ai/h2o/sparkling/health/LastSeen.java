package ai.h2o.sparkling.health;

import ai.h2o.sparkling.engine.api.NodeHealth;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

/** How a node was when it last answered. Used by one thread. */
final class LastSeen {
    private final LongSupplier clock;
    private NodeHealth last;
    private long lastAt;
    private String collecting = "";
    private OptionalLong endingSince = OptionalLong.empty();

    /** @param clock the time in nanoseconds */
    LastSeen(LongSupplier clock) {
        this.clock = clock;
    }

    void answered(NodeHealth health) {
        long now = clock.getAsLong();
        if (last != null) {
            collecting = ", and its garbage collector had worked "
                    + (health.collectedMillis() - last.collectedMillis()) + " ms of the last "
                    + Duration.ofNanos(now - lastAt).toMillis();
        }
        last = health;
        lastAt = now;
        if (health.ending() && endingSince.isEmpty()) {
            endingSince = OptionalLong.of(now);
        }
    }

    /** For how long it has answered that it is shutting down, zero if it has not: one that is gone does not answer any more. */
    Duration ending() {
        return endingSince.isPresent() ? Duration.ofNanos(lastAt - endingSince.getAsLong()) : Duration.ZERO;
    }

    /** Whether it has ever answered: what the driver cannot reach need not hang. */
    boolean ever() {
        return last != null;
    }

    /** As a sentence. */
    String told() {
        return last == null
                ? "It has never answered: see that the driver reaches its port."
                : "When it last did, " + (last.usedHeap() >> 20) + " of " + (last.maxHeap() >> 20)
                        + " MB of its heap were in use" + collecting + ".";
    }
}
