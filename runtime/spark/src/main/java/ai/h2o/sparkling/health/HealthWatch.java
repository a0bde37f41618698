package ai.h2o.sparkling.health;

import ai.h2o.sparkling.bridge.ExecutorAddress;
import ai.h2o.sparkling.bridge.SparkBridge;
import ai.h2o.sparkling.cloud.Cloud;
import ai.h2o.sparkling.cloud.ExecutorWatch;
import ai.h2o.sparkling.nodes.Member;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.apache.spark.SparkContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches the nodes of the cloud in service, and the executors in which one forms. Of an executor that hangs it tells once, has Spark put
 * another one in its place, and keeps it out of the next clouds until it answers again. Thread-safe.
 */
public final class HealthWatch implements ExecutorWatch {
    private static final Logger LOG = LoggerFactory.getLogger(HealthWatch.class);

    private final SparkContext context;
    private final HealthThresholds thresholds;
    private final HealthThresholds whileForming;
    private final Losses losses;
    private final Executors executors;
    private final HungExecutors hung;

    // Guarded by this.
    private CloudWatch current;
    private Found found;
    private boolean closed;

    /** Told of executors of the cloud in service, on the watching thread, which may be kept for long. */
    public interface Losses {
        /** It hangs; what shows it. */
        void hangs(String executor, String how);

        /** Spark is about to retire it. Told more than once. */
        void retires(String executor);
    }

    /** @param formation how long a cloud may take to form; half of it is what an executor may be silent meanwhile */
    public HealthWatch(SparkContext context, HealthThresholds thresholds, Duration formation, Losses losses) {
        this.context = context;
        this.thresholds = thresholds;
        this.losses = losses;
        whileForming = thresholds.atMost(formation.dividedBy(2));
        executors = new SparkExecutors(context);
        hung = new HungExecutors(executors, thresholds);
    }

    /** Watches this cloud from now on, in place of the one before. A cloud in the driver itself needs none. */
    public synchronized void watch(Cloud cloud) {
        endCurrent();
        if (closed) {
            return;
        }
        cloud.probe().ifPresent(probe -> {
            found = new Found(cloud);
            current = new CloudWatch(cloud, probe, thresholds, found);
            current.start();
        });
    }

    private final class Found implements CloudWatch.Findings {
        private final Cloud cloud;
        private final CountDownLatch over = new CountDownLatch(1);

        Found(Cloud cloud) {
            this.cloud = cloud;
        }

        @Override
        public boolean retires(Member member) {
            return executors.retires(member.executor().id());
        }

        @Override
        public void retiring(Member member) {
            losses.retires(member.executor().id());
        }

        /** Its executor may do without the driver reaching the node's port. From now on that is asked, until this cloud is out of service. */
        @Override
        public void neverAnswered(Member member, String how) {
            var thread = new Thread(
                    () -> ask(member, how),
                    "sparkling-health-" + member.executor().id());
            thread.setDaemon(true);
            thread.start();
        }

        private void ask(Member member, String how) {
            var executor = member.executor();
            try {
                if (silent(executor)) {
                    hangsStill(member, how);
                    return;
                }
                var vigil = vigil(List.of(executor), thresholds, nobody -> {});
                while (!over.await(thresholds.betweenLooks().toNanos(), TimeUnit.NANOSECONDS)
                        && executors.has(executor)) {
                    var hanging = vigil.look().get(executor);
                    if (hanging != null) {
                        hangsStill(member, hanging);
                        return;
                    }
                }
            } catch (RuntimeException e) {
                LOG.warn("Executor {} is not looked after any more", executor.id(), e);
            } catch (InterruptedException e) {
                // Nobody interrupts this thread but a JVM that ends.
                Thread.currentThread().interrupt();
            }
        }

        /** While it was asked, the next cloud may have come, or the end. */
        private void hangsStill(Member member, String how) {
            if (over.getCount() > 0) {
                hangs(member, how);
            }
        }

        /** It was silent for long enough already: one more question will do. */
        private boolean silent(ExecutorAddress executor) throws InterruptedException {
            try {
                executors.ask(executor, thresholds.patience()).get();
                return false;
            } catch (ExecutionException e) {
                return e.getCause() instanceof TimeoutException;
            }
        }

        @Override
        public void hangs(Member member, String how) {
            lost(member, how, () -> hung.settle(member.executor(), () -> cloud.endLate(member)));
        }

        @Override
        public void doesNotEnd(Member member, String how) {
            lost(member, how, () -> hung.replace(member.executor()));
        }

        private void lost(Member member, String how, Runnable settlement) {
            hung.mark(member.executor());
            try {
                losses.hangs(member.executor().id(), how);
            } finally {
                settlement.run();
            }
        }
    }

    /** Of the executors that Spark has, those in which a cloud can form. */
    public int usable() {
        var hanging = hung.hanging();
        return (int) SparkBridge.executors(context).stream()
                .filter(executor -> !hanging.contains(executor.id()) && !executors.retires(executor.id()))
                .count();
    }

    @Override
    public Set<String> hanging() {
        return hung.hanging();
    }

    @Override
    public boolean retires(String executor) {
        return executors.retires(executor);
    }

    @Override
    public Vigil over(List<ExecutorAddress> watched, Consumer<ExecutorAddress> answersAgain) {
        return vigil(watched, whileForming, executor -> {
            hung.mark(executor);
            hung.settle(executor, () -> answersAgain.accept(executor));
        });
    }

    private Vigil vigil(List<ExecutorAddress> watched, HealthThresholds thresholds, Consumer<ExecutorAddress> hangs) {
        return new ExecutorVigil(
                watched,
                thresholds,
                executor -> executors.ask(executor, thresholds.patience()),
                hangs,
                System::nanoTime);
    }

    /** Ends the watching. Waits for nothing. */
    public synchronized void close() {
        closed = true;
        hung.close();
        endCurrent();
    }

    private void endCurrent() {
        if (current != null) {
            current.end();
            found.over.countDown();
            current = null;
        }
    }
}
