package ai.h2o.sparkling.health;

import ai.h2o.sparkling.bridge.ExecutorAddress;
import ai.h2o.sparkling.bridge.SparkBridge;
import ai.h2o.sparkling.cloud.Cloud;
import ai.h2o.sparkling.cloud.Member;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.function.BiConsumer;
import org.apache.spark.SparkContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches the nodes of the cloud in service. Of an executor that hangs it tells once, has Spark put another one in its place, and keeps it
 * out of the next clouds until it answers again. Thread-safe.
 */
public final class HealthWatch {
    private static final Logger LOG = LoggerFactory.getLogger(HealthWatch.class);
    private static final Duration END_DEADLINE = Duration.ofSeconds(20);

    private final SparkContext context;
    private final HealthThresholds thresholds;
    private final BiConsumer<String, String> onLost;
    private final Set<String> hanging = ConcurrentHashMap.newKeySet();
    private final CountDownLatch closed = new CountDownLatch(1);

    // Guarded by this.
    private CloudWatch current;

    /**
     * @param onLost told the executor that hangs and what it shows; on the watching thread, which may be kept for long
     */
    public HealthWatch(SparkContext context, HealthThresholds thresholds, BiConsumer<String, String> onLost) {
        this.context = context;
        this.thresholds = thresholds;
        this.onLost = onLost;
    }

    /** Watches this cloud from now on, in place of the one before. A cloud in the driver itself needs none. */
    public synchronized void watch(Cloud cloud) {
        endCurrent();
        if (closed.getCount() == 0) {
            return;
        }
        cloud.probe().ifPresent(probe -> {
            current = new CloudWatch(cloud, probe, thresholds, new Found(cloud), closed);
            current.start();
        });
    }

    /** Executors that hang, as far as is known. */
    public Set<String> hanging() {
        return Set.copyOf(hanging);
    }

    /** Ends the watching. Waits for nothing. */
    public synchronized void close() {
        closed.countDown();
        endCurrent();
    }

    private void endCurrent() {
        if (current != null) {
            current.end();
            current = null;
        }
    }

    private final class Found implements CloudWatch.Findings {
        private final Cloud cloud;
        private final Set<String> replaced = new HashSet<>();

        Found(Cloud cloud) {
            this.cloud = cloud;
        }

        @Override
        public void hangs(Member member, String how) {
            var executor = member.executor();
            hanging.add(executor.id());
            try {
                onLost.accept(executor.id(), how);
            } finally {
                if (stillThere(member) && replace(executor)) {
                    replaced.add(executor.id());
                }
            }
        }

        @Override
        public boolean stillThere(Member member) {
            return !context.isStopped() && SparkBridge.executors(context).contains(member.executor());
        }

        @Override
        public void gone(Member member) {
            hanging.remove(member.executor().id());
        }

        /** Spark does not end it, and it goes on: with a node of a cloud that is no more. */
        @Override
        public boolean answersAgain(Member member) {
            var executor = member.executor();
            if (replaced.contains(executor.id())) {
                // Spark is about to end it.
                return false;
            }
            LOG.warn("{} answers again; its old H2O node is ended", describe(executor));
            try {
                cloud.end(member, END_DEADLINE);
            } catch (RuntimeException e) {
                LOG.warn("The old H2O node of {} goes on until a new one takes its place", describe(executor), e);
            } finally {
                hanging.remove(executor.id());
            }
            return true;
        }
    }

    private boolean replace(ExecutorAddress executor) {
        boolean asked = false;
        try {
            asked = SparkBridge.replaceExecutor(context, executor.id());
        } catch (Exception e) {
            // Spark's errors need not be declared to be thrown.
            LOG.debug("Spark was asked to replace an executor, and failed", e);
        }
        if (asked) {
            LOG.warn("Spark was asked to end {} and to start another one in its place", describe(executor));
        } else {
            LOG.warn(
                    "Spark here does not end executors when asked; {} stays, and has no node in the next cloud until it answers again",
                    describe(executor));
        }
        return asked;
    }

    private static String describe(ExecutorAddress executor) {
        return "Executor " + executor.id() + " on " + executor.host();
    }
}
