package ai.h2o.sparkling.engine.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class KeptWritesTest {
    private final List<String> done = new CopyOnWriteArrayList<>();

    @Test
    void whoHasSomethingKeptWaitsForIt() {
        try (var writes = new KeptWrites(Duration.ofSeconds(20))) {
            writes.run("One", () -> done.add("one"));
            assertThat(done).containsExactly("one");
        }
    }

    @Test
    void nobodyWaitsForAStorageThatHangsAndAllIsDoneInOrderWhenItAnswers() throws InterruptedException {
        var answers = new CountDownLatch(1);
        var last = new CountDownLatch(1);
        try (var writes = new KeptWrites(Duration.ofMillis(300))) {
            writes.run("The first", () -> {
                await(answers);
                done.add("first");
            });
            long began = System.nanoTime();
            for (String name : List.of("second", "third")) {
                writes.run(name, () -> done.add(name));
            }
            writes.run("The last", last::countDown);
            // The first has waited for all of them.
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofMillis(250));
            assertThat(done).isEmpty();
            answers.countDown();
            assertThat(last.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(done).containsExactly("first", "second", "third");
        }
    }

    @Test
    void workMayHaveWorkOfItsOwn() {
        try (var writes = new KeptWrites(Duration.ofSeconds(20))) {
            writes.run("All", () -> writes.run("A part", () -> done.add("part")));
            assertThat(done).containsExactly("part");
        }
    }

    @Test
    void nothingIsDoneOnceTheNodeIsBeingStopped() {
        var writes = new KeptWrites(Duration.ofSeconds(20));
        writes.close();
        writes.run("Late", () -> done.add("late"));
        assertThat(done).isEmpty();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
