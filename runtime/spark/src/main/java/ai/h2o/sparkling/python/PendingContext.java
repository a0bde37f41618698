package ai.h2o.sparkling.python;

import ai.h2o.sparkling.H2OConf;
import ai.h2o.sparkling.H2OContext;
import ai.h2o.sparkling.errors.H2OSparklingException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.spark.sql.SparkSession;

/**
 * A context that is being made, or gets another cloud, in a thread of its own, so that Python can be interrupted meanwhile. The thread inherits
 * the caller's local properties of Spark: job group, scheduler pool, description.
 */
public final class PendingContext {
    private final FutureTask<H2OContext> work;
    private final Thread thread;

    private PendingContext(FutureTask<H2OContext> work) {
        this.work = work;
        thread = new Thread(work, "sparkling-start");
        thread.setDaemon(true);
    }

    static PendingContext start(SparkSession spark, H2OConf conf) {
        var pending = new PendingContext(new FutureTask<>(() -> H2OContext.getOrCreate(spark, conf)));
        pending.thread.start();
        return pending;
    }

    /** Forms its cloud again, see {@link H2OContext#resize}. */
    static PendingContext resize(H2OContext context) {
        var pending = new PendingContext(new FutureTask<>(context::resize, context));
        pending.thread.start();
        return pending;
    }

    /** Ends when it has a cloud again. */
    static PendingContext recovered(H2OContext context) {
        var pending = new PendingContext(new FutureTask<>(() -> context.awaitGeneration(), context));
        pending.thread.start();
        return pending;
    }

    /** Waits at most so many milliseconds; answers whether it has ended, well or not. */
    public boolean await(long millis) throws InterruptedException {
        try {
            work.get(millis, TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            return true;
        }
    }

    /** Nobody waits any more. What this has started itself is taken down again, in the background. */
    public void cancel() {
        thread.interrupt();
    }

    /** The context. Throws what went wrong; is called once {@link #await} has answered true. */
    public H2OContext context() throws InterruptedException {
        try {
            return work.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw e.getCause() instanceof RuntimeException failure
                    ? failure
                    : new H2OSparklingException("The H2OContext could not be made: " + e.getCause(), e.getCause());
        }
    }
}
