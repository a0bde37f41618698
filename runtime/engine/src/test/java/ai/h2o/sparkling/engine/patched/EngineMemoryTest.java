package ai.h2o.sparkling.engine.patched;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class EngineMemoryTest {
    private long now = Long.MAX_VALUE - 5;
    private final EngineMemory.Shortage shortage = new EngineMemory.Shortage(() -> now);

    @Test
    void whoGetsNoMemoryAsksAgainForAWhileAndThenGivesUp() {
        assertThat(shortage.lasts()).isFalse();
        pass(Duration.ofSeconds(2));
        assertThat(shortage.lasts()).isFalse();
        pass(Duration.ofSeconds(1));
        assertThat(shortage.lasts()).isTrue();
        assertThat(shortage.lasts()).isTrue();
    }

    @Test
    void aShortageThatWasLongAgoDoesNotCount() {
        assertThat(shortage.lasts()).isFalse();
        pass(Duration.ofSeconds(31));
        assertThat(shortage.lasts()).isFalse();
    }

    @Test
    void collectionsThatTakeLongDoNotMakeItLookOver() {
        assertThat(shortage.lasts()).isFalse();
        pass(Duration.ofSeconds(20));
        assertThat(shortage.lasts()).isTrue();
    }

    @Test
    void theHeapHasFigures() {
        var health = EngineMemory.health();
        assertThat(health.usedHeap()).isPositive().isLessThanOrEqualTo(health.maxHeap());
        assertThat(health.collectedMillis()).isNotNegative();
    }

    private void pass(Duration time) {
        now += time.toNanos();
    }
}
