package ai.h2o.sparkling.health;

import ai.h2o.sparkling.bridge.ExecutorAddress;
import ai.h2o.sparkling.cloud.ExecutorWatch;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks executors in which there is no node yet, or none any more. */
final class ExecutorVigil implements ExecutorWatch.Vigil {
    private static final Logger LOG = LoggerFactory.getLogger(ExecutorVigil.class);

    private final HealthThresholds thresholds;
    private final Consumer<ExecutorAddress> hangs;
    private final LongSupplier clock;
    private final Map<ExecutorAddress, Questions<Void>> watched = new LinkedHashMap<>();
    private final Map<ExecutorAddress, String> hanging = new LinkedHashMap<>();
    private final Silences<ExecutorAddress> silences;

    /**
     * @param ask asks one of them once, with a deadline
     * @param hangs told once of each that hangs
     * @param clock the time in nanoseconds
     */
    ExecutorVigil(
            List<ExecutorAddress> executors,
            HealthThresholds thresholds,
            Function<ExecutorAddress, CompletableFuture<Void>> ask,
            Consumer<ExecutorAddress> hangs,
            LongSupplier clock) {
        this.thresholds = thresholds;
        this.hangs = hangs;
        this.clock = clock;
        executors.forEach(executor -> watched.put(executor, new Questions<>(() -> ask.apply(executor), nothing -> {})));
        silences = new Silences<>(executors, thresholds, clock.getAsLong());
    }

    @Override
    public Duration betweenLooks() {
        return thresholds.betweenLooks();
    }

    @Override
    public Map<ExecutorAddress, String> look() {
        watched.forEach((executor, questions) -> {
            if (questions.look()) {
                silences.heard(executor, clock.getAsLong());
            }
        });
        for (var change : silences.look(clock.getAsLong())) {
            var executor = change.member();
            if (watched.containsKey(executor)) {
                tell(executor, change.stage(), change.silence());
            }
        }
        return Map.copyOf(hanging);
    }

    private void tell(ExecutorAddress executor, Silences.Stage stage, Duration silence) {
        switch (stage) {
            case HEARD -> LOG.info("Executor {} on {} answers again", executor.id(), executor.host());
            case SILENT ->
                LOG.warn(
                        "Executor {} on {} has not answered for {} s. After {} s it counts as lost"
                                + " (spark.ext.h2o.health.lost)",
                        executor.id(),
                        executor.host(),
                        silence.toSeconds(),
                        thresholds.lost().toSeconds());
            case HANGING -> {
                watched.remove(executor);
                hanging.put(
                        executor,
                        "it has not answered for " + silence.toSeconds() + " s, though Spark counts it as alive");
                hangs.accept(executor);
            }
        }
    }
}
