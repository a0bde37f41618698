package ai.h2o.sparkling.health;

import static org.assertj.core.api.Assertions.assertThat;

import ai.h2o.sparkling.engine.api.NodeHealth;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LastSeenTest {
    private final AtomicLong now = new AtomicLong();
    private final LastSeen seen = new LastSeen(now::get);

    @Test
    void whoShutsDownIsSeenToDoSoAsLongAsItAnswers() {
        answers(false);
        passes(Duration.ofSeconds(9));
        assertThat(seen.ending()).isZero();
        answers(true);
        assertThat(seen.ending()).isZero();
        passes(Duration.ofSeconds(4));
        answers(true);
        assertThat(seen.ending()).isEqualTo(Duration.ofSeconds(4));
    }

    @Test
    void whoIsGoneDoesNotGoOnToShutDown() {
        answers(true);
        passes(Duration.ofSeconds(60));
        assertThat(seen.ending()).isZero();
    }

    private void answers(boolean ending) {
        seen.answered(new NodeHealth(1, 2, 3, ending));
    }

    private void passes(Duration time) {
        now.addAndGet(time.toNanos());
    }
}
