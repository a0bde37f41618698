package ai.h2o.sparkling.engine.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class KeptWritesTest {
    private final List<String> done = new CopyOnWriteArrayList<>();

    @Test
    void whoHasSomethingKeptWaitsForIt() {
        var writes = new KeptWrites(Duration.ofSeconds(20));
        writes.run("One", () -> done.add("one"));
        assertThat(done).containsExactly("one");
        assertThat(writes.hang()).isFalse();
    }

    @Test
    void aStorageThatHangsIsWaitedForOnceAndTriedAgainWhenItAnswers() throws InterruptedException {
        var answers = new CountDownLatch(1);
        var writing = new AtomicReference<Thread>();
        var writes = new KeptWrites(Duration.ofSeconds(2));
        writes.run("The first", () -> {
            writing.set(Thread.currentThread());
            await(answers);
            done.add("first");
        });
        assertThat(writes.hang()).isTrue();
        long began = System.nanoTime();
        writes.run("The second", () -> done.add("second"));
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(1));
        assertThat(done).isEmpty();
        answers.countDown();
        writing.get().join();
        writes.run("The third", () -> done.add("third"));
        assertThat(done).containsExactly("first", "third");
    }

    @Test
    void whoIsInterruptedLeavesItToItself() {
        var answers = new CountDownLatch(1);
        var writes = new KeptWrites(Duration.ofSeconds(20));
        Thread.currentThread().interrupt();
        writes.run("One", () -> await(answers));
        assertThat(Thread.interrupted()).isTrue();
        answers.countDown();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
