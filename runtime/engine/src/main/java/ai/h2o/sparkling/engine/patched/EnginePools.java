package ai.h2o.sparkling.engine.patched;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A pool that H2O makes for one piece of work and never ends: its idle threads would wait for ever, and no interrupt ends them. Stands in its
 * place; the build puts it there.
 */
public final class EnginePools {
    private static final Duration IDLE = Duration.ofSeconds(1);
    private static final AtomicInteger NUMBERS = new AtomicInteger();

    private EnginePools() {}

    /** In place of {@code Executors.newFixedThreadPool(threads)}: its threads end when there is nothing to do. */
    public static ExecutorService fixed(int threads) {
        var pool = new ThreadPoolExecutor(
                threads, threads, IDLE.toMillis(), TimeUnit.MILLISECONDS, new LinkedBlockingQueue<>(), task -> {
                    var thread = new Thread(task, "h2o-pool-" + NUMBERS.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }
}
