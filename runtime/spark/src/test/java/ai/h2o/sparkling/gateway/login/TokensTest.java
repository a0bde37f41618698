package ai.h2o.sparkling.gateway.login;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class TokensTest {

    private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 5);
    private final Tokens<String> tokens = new Tokens<>(Duration.ofNanos(10), 2, clock::get);

    @Test
    void aTokenIsRandomAndOf256Bits() {
        assertThat(tokens.issue("a")).hasSize(43).isNotEqualTo(tokens.issue("a"));
    }

    @Test
    void aTokenIsRedeemedOnce() {
        String token = tokens.issue("a");
        assertThat(tokens.redeem(token)).hasValue("a");
        assertThat(tokens.redeem(token)).isEmpty();
        assertThat(tokens.redeem("")).isEmpty();
    }

    @Test
    void useProlongsIt() {
        String token = tokens.issue("a");
        clock.addAndGet(9);
        assertThat(tokens.touch(token)).hasValue("a");
        clock.addAndGet(9);
        assertThat(tokens.touch(token)).hasValue("a");
        clock.addAndGet(10);
        assertThat(tokens.touch(token)).isEmpty();
    }

    @Test
    void theLongestUnusedMakesRoom() {
        String first = tokens.issue("first");
        String second = tokens.issue("second");
        tokens.touch(first);
        tokens.issue("third");
        assertThat(tokens.touch(second)).isEmpty();
        assertThat(tokens.touch(first)).hasValue("first");
    }
}
