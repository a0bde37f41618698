package ai.h2o.sparkling.cloud;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Work that runs beside the caller's, in a daemon thread, for which nobody waits without end. */
public final class Beside<T> {
    private final FutureTask<T> task;

    private Beside(FutureTask<T> task) {
        this.task = task;
    }

    /** Begins it. */
    public static <T> Beside<T> begin(String thread, Callable<T> work) {
        var task = new FutureTask<>(work);
        var runner = new Thread(task, thread);
        runner.setDaemon(true);
        runner.start();
        return new Beside<>(task);
    }

    /**
     * What the work came to.
     *
     * @throws TimeoutException if it is late; it is told to end then
     * @throws RuntimeException what it threw, if that is unchecked
     * @throws ExecutionException with what it threw, else
     */
    public T await(Duration deadline) throws TimeoutException, InterruptedException, ExecutionException {
        try {
            return task.get(deadline.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException unchecked) {
                throw unchecked;
            }
            throw e;
        } finally {
            task.cancel(true);
        }
    }
}
