package ai.h2o.sparkling.health;

import static org.assertj.core.api.Assertions.assertThat;

import ai.h2o.sparkling.bridge.ExecutorAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class ExecutorVigilTest {
    private static final ExecutorAddress FIRST = new ExecutorAddress("1", "host1");
    private static final ExecutorAddress SECOND = new ExecutorAddress("2", "host2");

    private final Set<ExecutorAddress> silent = new HashSet<>();
    private final Set<ExecutorAddress> refusing = new HashSet<>();
    private final List<ExecutorAddress> told = new ArrayList<>();
    private Duration now = Duration.ZERO;
    private final ExecutorVigil vigil = new ExecutorVigil(
            List.of(FIRST, SECOND),
            new HealthThresholds(Duration.ofSeconds(10), Duration.ofSeconds(60)),
            this::ask,
            told::add,
            () -> now.toNanos());

    @Test
    void whoIsSilentForTooLongHangs() {
        silent.add(SECOND);
        assertThat(after(59)).isEmpty();
        assertThat(after(3)).isEqualTo(Map.of(SECOND, "it has not answered for 60 s, though Spark counts it as alive"));
        assertThat(after(10)).containsOnlyKeys(SECOND);
        assertThat(told).containsExactly(SECOND);
    }

    @Test
    void whoAnswersInTimeDoesNot() {
        silent.add(SECOND);
        after(50);
        silent.clear();
        after(5);
        silent.add(SECOND);
        assertThat(after(50)).isEmpty();
    }

    /** A process that has ended refuses, and of that Spark tells. */
    @Test
    void whoRefusesDoesNot() {
        refusing.add(FIRST);
        assertThat(after(100)).isEmpty();
    }

    /** Whoever waits looks once a second. */
    private Map<ExecutorAddress, String> after(int seconds) {
        Map<ExecutorAddress, String> hanging = Map.of();
        for (int i = 0; i < seconds; i++) {
            now = now.plusSeconds(1);
            hanging = vigil.look();
        }
        return hanging;
    }

    private CompletableFuture<Void> ask(ExecutorAddress executor) {
        if (silent.contains(executor)) {
            return CompletableFuture.failedFuture(new TimeoutException());
        }
        return refusing.contains(executor)
                ? CompletableFuture.failedFuture(new IllegalStateException("refused"))
                : CompletableFuture.completedFuture(null);
    }
}
