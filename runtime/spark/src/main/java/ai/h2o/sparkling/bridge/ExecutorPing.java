package ai.h2o.sparkling.bridge;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.spark.SparkEnv;
import org.apache.spark.rpc.RpcEndpointRef;
import org.apache.spark.rpc.RpcTimeout;
import org.apache.spark.storage.BlockManagerMessages;
import org.apache.spark.storage.RDDBlockId;
import scala.concurrent.ExecutionContext$;
import scala.concurrent.duration.FiniteDuration;
import scala.reflect.ClassTag$;

/** Asks an executor for a sign of life. Needs no free slot there: its block manager answers, whatever its tasks are busy with. */
public final class ExecutorPing {
    /** About a block that nobody has; the answer, that it is not there, costs nothing. */
    private static final Object QUESTION = new BlockManagerMessages.GetBlockStatus(new RDDBlockId(-1, 0), false);

    private ExecutorPing() {}

    /**
     * Completes when it answers, and fails if it is not there, or with a {@link java.util.concurrent.TimeoutException} if
     * it has not answered by the deadline. Waits for nothing.
     */
    public static CompletableFuture<Void> ask(ExecutorAddress executor, Duration deadline) {
        var answer = new CompletableFuture<Void>();
        try {
            var endpoint = SparkEnv.get().blockManager().master().getExecutorEndpointRef(executor.id());
            if (endpoint.isEmpty()) {
                answer.completeExceptionally(new IllegalStateException("Spark has no executor " + executor.id()));
            } else {
                ask(endpoint.get(), deadline, answer);
            }
        } catch (Exception e) {
            // Spark's errors need not be declared to be thrown.
            answer.completeExceptionally(e);
        }
        return answer;
    }

    private static void ask(RpcEndpointRef endpoint, Duration deadline, CompletableFuture<Void> answer) {
        var timeout = new RpcTimeout(
                new FiniteDuration(deadline.toMillis(), TimeUnit.MILLISECONDS), "spark.ext.h2o.health.lost");
        endpoint.ask(QUESTION, timeout, ClassTag$.MODULE$.apply(Object.class))
                .onComplete(
                        told -> told.isSuccess()
                                ? answer.complete(null)
                                : answer.completeExceptionally(told.failed().get()),
                        ExecutionContext$.MODULE$.fromExecutor(Runnable::run));
    }
}
