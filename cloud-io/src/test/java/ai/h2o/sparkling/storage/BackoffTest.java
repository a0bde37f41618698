package ai.h2o.sparkling.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class BackoffTest {
    @Test
    void waitsGrowUpToALimit() {
        assertThat(Backoff.longest(1)).isEqualTo(Duration.ofMillis(200));
        assertThat(Backoff.longest(2)).isEqualTo(Duration.ofMillis(400));
        assertThat(Backoff.longest(50)).isEqualTo(Duration.ofSeconds(20));
    }

    @Test
    void theLastFailureIsTheCallers() throws IOException {
        var backoff = new Backoff(2);
        backoff.failed(new IOException("first"));
        backoff.progressed();
        backoff.failed(new IOException("again the first"));

        assertThatThrownBy(() -> backoff.failed(new IOException("second")))
                .isInstanceOf(IOException.class)
                .hasMessage("second");
    }

    @Test
    void anInterruptEndsTheWait() {
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> new Backoff(2).failed(new IOException("why")))
                .isInstanceOf(InterruptedIOException.class)
                .hasMessage("Interrupted while waiting to try again")
                .hasRootCauseMessage("why");
        assertThat(Thread.interrupted()).isTrue();
    }
}
