package ai.h2o.sparkling.gateway.login;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class LoginThrottleTest {

    private final AtomicLong clock = new AtomicLong();
    private final LoginThrottle throttle = new LoginThrottle(Duration.ofMillis(500), clock::get);

    @Test
    void theDelayDoublesUpToItsBound() {
        assertThat(failedMillis("a")).isEqualTo(100);
        assertThat(failedMillis("a")).isEqualTo(200);
        assertThat(failedMillis("a")).isEqualTo(400);
        assertThat(failedMillis("a")).isEqualTo(500);
        for (int i = 0; i < 100; i++) {
            assertThat(failedMillis("a")).isEqualTo(500);
        }
        assertThat(failedMillis("b")).isEqualTo(100);
    }

    @Test
    void successAndTimeForgive() {
        failedMillis("a");
        throttle.succeeded("a");
        assertThat(failedMillis("a")).isEqualTo(100);
        clock.addAndGet(Duration.ofSeconds(61).toNanos());
        assertThat(failedMillis("a")).isEqualTo(100);
    }

    @Test
    void onlySoManyAnswersAreDelayedAtATime() {
        for (int i = 0; i < 128; i++) {
            assertThat(throttle.failed("address " + i)).isPresent();
        }
        assertThat(throttle.failed("one more")).isEmpty();
        throttle.answered();
        assertThat(throttle.failed("one more")).isPresent();
    }

    private long failedMillis(String address) {
        long delay = throttle.failed(address).orElseThrow();
        throttle.answered();
        return Duration.ofNanos(delay).toMillis();
    }
}
