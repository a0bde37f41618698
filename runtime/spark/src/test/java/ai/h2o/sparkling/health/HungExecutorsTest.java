package ai.h2o.sparkling.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.h2o.sparkling.bridge.ExecutorAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HungExecutorsTest {
    private static final HealthThresholds THRESHOLDS =
            new HealthThresholds(Duration.ofMillis(200), Duration.ofMillis(600));
    private static final ExecutorAddress EXECUTOR = new ExecutorAddress("1", "host1");

    private final FakeExecutors executors = new FakeExecutors();
    private final HungExecutors hung = new HungExecutors(executors, THRESHOLDS);
    private final AtomicInteger answered = new AtomicInteger();

    @AfterEach
    void close() {
        hung.close();
    }

    @Test
    void whoIsReplacedHangsUntilSparkHasRemovedIt() {
        executors.replaces = true;
        executors.answers = true;
        hangs();
        passes();
        assertThat(hung.hanging()).containsExactly("1");
        executors.there = false;
        await().until(() -> hung.hanging().isEmpty());
        assertThat(answered).hasValue(0);
    }

    @Test
    void whoCannotBeReplacedHangsUntilItAnswers() {
        hangs();
        passes();
        assertThat(hung.hanging()).containsExactly("1");
        executors.answers = true;
        await().until(() -> hung.hanging().isEmpty());
        assertThat(answered).hasValue(1);
    }

    @Test
    void whoCannotBeReplacedHangsUntilItIsGone() {
        hangs();
        passes();
        executors.there = false;
        await().until(() -> hung.hanging().isEmpty());
        assertThat(answered).hasValue(0);
    }

    /** Otherwise threads would stay behind the context. */
    @Test
    void nobodyWaitsForItOnceTheWatchIsClosed() {
        executors.replaces = true;
        hangs();
        hung.close();
        await().until(() -> hung.hanging().isEmpty());
    }

    private void hangs() {
        hung.mark(EXECUTOR);
        hung.settle(EXECUTOR, answered::incrementAndGet);
    }

    private static void passes() {
        await().pollDelay(THRESHOLDS.lost()).until(() -> true);
    }

    private static final class FakeExecutors implements Executors {
        private volatile boolean there = true;
        private volatile boolean replaces;
        private volatile boolean answers;

        @Override
        public boolean has(ExecutorAddress executor) {
            return there;
        }

        @Override
        public boolean retires(String executor) {
            return false;
        }

        @Override
        public CompletableFuture<Void> ask(ExecutorAddress executor, Duration deadline) {
            return answers
                    ? CompletableFuture.completedFuture(null)
                    : new CompletableFuture<Void>().orTimeout(deadline.toMillis(), TimeUnit.MILLISECONDS);
        }

        @Override
        public boolean replace(ExecutorAddress executor) {
            return replaces;
        }
    }
}
