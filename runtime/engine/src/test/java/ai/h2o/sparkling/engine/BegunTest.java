package ai.h2o.sparkling.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.h2o.sparkling.engine.api.EngineFailure;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Work that engine threads have begun. The threads are daemons and stay: to close them would end the engine of this JVM. */
class BegunTest {
    private final EngineThreads threads = new EngineThreads("begun");

    @Test
    void whatItGivesIsThereForWhoeverWaits() throws EngineFailure {
        var begun = threads.begin("count", () -> 7);

        assertThat(begun.await(Duration.ofSeconds(10))).isEqualTo(7);
        assertThat(begun.await(Duration.ofSeconds(10))).isEqualTo(7);
    }

    @Test
    void workThatIsLateIsInterruptedAndSaysSo() throws Exception {
        var interrupted = new CountDownLatch(1);
        var never = new CountDownLatch(1);
        var begun = threads.begin("offer REST", () -> {
            try {
                never.await();
            } catch (InterruptedException e) {
                interrupted.countDown();
            }
            return null;
        });

        assertThatThrownBy(() -> begun.await(Duration.ofMillis(20), Duration.ofSeconds(60)))
                .isInstanceOf(EngineFailure.class)
                .hasMessage("The engine could not offer REST within 60 s");

        assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
        assertThatThrownBy(() -> begun.await(Duration.ofSeconds(10)))
                .isInstanceOf(EngineFailure.class)
                .hasMessageStartingWith("The engine could not offer REST: it was given up before");
    }

    @Test
    void whatGoesWrongReachesWhoeverWaits() throws EngineFailure {
        var own = threads.begin("offer REST", () -> {
            throw new EngineFailure("the port is taken");
        });
        var other = threads.begin("offer REST", () -> {
            throw new IllegalStateException("registered twice");
        });

        assertThatThrownBy(() -> own.await(Duration.ofSeconds(10)))
                .isInstanceOf(EngineFailure.class)
                .hasMessage("the port is taken");
        assertThatThrownBy(() -> other.await(Duration.ofSeconds(10)))
                .isInstanceOf(EngineFailure.class)
                .hasMessageStartingWith("The engine could not offer REST: ")
                .hasMessageContaining("registered twice");
    }

    @Test
    void whoeverWaitsForACloudThatIsAbandonedIsToldWhyAndTheNodeCanStillEnd() throws Exception {
        var begun = new CountDownLatch(1);
        var never = new CountDownLatch(1);
        var waiting = CompletableFuture.supplyAsync(() -> failureOf(() -> threads.call("read a chunk", () -> {
            begun.countDown();
            return never.await(1, TimeUnit.HOURS);
        })));
        assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();

        threads.abandon("Executor 1 is gone");

        assertThat(waiting.get(10, TimeUnit.SECONDS)).isEqualTo("Executor 1 is gone");
        assertThat(failureOf(() -> threads.call("read a chunk", () -> 7))).isEqualTo("Executor 1 is gone");
        assertThat(threads.begin("stop", () -> 7).await(Duration.ofSeconds(10))).isEqualTo(7);
    }

    private interface Call {
        Object make() throws EngineFailure;
    }

    private static String failureOf(Call call) {
        try {
            return "answered " + call.make();
        } catch (EngineFailure e) {
            return e.getMessage();
        }
    }

    @Test
    void whoIsInterruptedWhileWaitingLeavesTheWorkAlone() throws EngineFailure {
        var go = new CountDownLatch(1);
        var begun = threads.begin("wait", () -> go.await(10, TimeUnit.SECONDS));

        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> begun.await(Duration.ofSeconds(10))).hasMessageContaining("was interrupted");
        assertThat(Thread.interrupted()).isTrue();

        go.countDown();
        assertThat(begun.await(Duration.ofSeconds(10))).isTrue();
    }
}
