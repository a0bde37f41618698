package ai.h2o.sparkling.cloud;

import ai.h2o.sparkling.bridge.ExecutorAddress;
import ai.h2o.sparkling.errors.Reason;
import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * In local mode the driver is the executor: a thread does what elsewhere takes a Spark job, which would wait for a free
 * slot and costs a tenth of a second.
 */
final class OwnJvmJob implements NodeJob {
    private final String what;
    private final Duration deadline;

    OwnJvmJob(String what, Duration deadline) {
        this.what = what;
        this.deadline = deadline;
    }

    @Override
    public <R extends Serializable> Map<ExecutorAddress, R> run(List<ExecutorAddress> executors, NodeTask<R> task) {
        var self = executors.get(0);
        // Not interrupted when nobody waits any more: what begins a node must end, so that it can be stopped in order.
        var work = new FutureTask<>(task::run);
        var thread = new Thread(work, "sparkling-node-job");
        thread.setDaemon(true);
        thread.start();
        try {
            return Map.of(self, work.get(deadline.toNanos(), TimeUnit.NANOSECONDS));
        } catch (TimeoutException e) {
            throw NodeJob.late(executors, what, deadline);
        } catch (InterruptedException e) {
            throw NodeJob.interrupted(what, e);
        } catch (ExecutionException e) {
            throw NodeJob.failed(self.id(), what, Reason.of(e.getCause()), e.getCause());
        }
    }
}
