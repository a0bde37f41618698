package ai.h2o.sparkling.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.h2o.sparkling.engine.api.EngineFailure;
import ai.h2o.sparkling.engine.patched.EngineWaits;
import java.nio.channels.ServerSocketChannel;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import jsr166y.CountedCompleter;
import jsr166y.ForkJoinPool;
import org.junit.jupiter.api.Test;

/** Ends the engine of this JVM for good, so there is one test and it goes through a whole life. */
class EngineThreadsTest {
    private final List<Thread> endless = new CopyOnWriteArrayList<>();
    private final CountDownLatch running = new CountDownLatch(6);

    @Test
    void atTheEndOfANodeAllThreadsEndThatWouldGoOnForEver() throws Exception {
        var threads = new EngineThreads("to-end");
        var pool = new ForkJoinPool(2);
        var joining = new ForkJoinPool(2);
        threads.call("start what H2O starts", () -> {
            start(() -> EngineWaits.sleep(3_600_000));
            start(() -> {
                synchronized (this) {
                    EngineWaits.await(this);
                }
            });
            start(() -> {
                synchronized (pool) {
                    EngineWaits.await(pool, 3_600_000);
                }
            });
            start(() -> {
                try (var server = ServerSocketChannel.open().bind(null)) {
                    server.accept();
                } finally {
                    EngineWaits.open().close();
                }
            });
            pool.submit(() -> {
                endless.add(Thread.currentThread());
                running.countDown();
                try {
                    ForkJoinPool.managedBlock(new AnswerThatNeverComes());
                } finally {
                    // What it cleans up it asks of the node that is gone.
                    ForkJoinPool.managedBlock(new AnswerThatNeverComes());
                }
                return null;
            });
            joining.submit(() -> {
                endless.add(Thread.currentThread());
                running.countDown();
                try {
                    new TaskThatNeverEnds().join();
                } finally {
                    new TaskThatNeverEnds().join();
                }
            });
            return null;
        });
        assertThat(running.await(10, TimeUnit.SECONDS)).isTrue();

        threads.close();

        assertThat(endless).hasSize(6).noneMatch(Thread::isAlive);
        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(thread -> thread.getName().startsWith("to-end"));
        assertThatThrownBy(() -> threads.call("go on", () -> null))
                .isInstanceOf(EngineFailure.class)
                .hasMessage("The engine could not go on: its node in this JVM was stopped");
    }

    /** As a call of a node that is gone. */
    private static final class AnswerThatNeverComes implements ForkJoinPool.ManagedBlocker {
        @Override
        public synchronized boolean block() throws InterruptedException {
            EngineWaits.await(this, 1000);
            return false;
        }

        @Override
        public boolean isReleasable() {
            return false;
        }
    }

    private static final class TaskThatNeverEnds extends CountedCompleter {
        private static final long serialVersionUID = 1;

        @Override
        public void compute() {
            throw new AssertionError("nobody has submitted it");
        }
    }

    private interface Wait {
        void run() throws Exception;
    }

    /** As H2O does: whatever exception comes, the loop goes on. */
    private void start(Wait wait) {
        var thread = new Thread(() -> {
            running.countDown();
            while (true) {
                try {
                    wait.run();
                } catch (Exception e) {
                    assertThat(e).isNotNull();
                }
            }
        });
        thread.setDaemon(true);
        thread.start();
        endless.add(thread);
    }
}
