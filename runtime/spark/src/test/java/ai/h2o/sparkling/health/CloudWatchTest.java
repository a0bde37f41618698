package ai.h2o.sparkling.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.h2o.sparkling.cloud.Cloud;
import ai.h2o.sparkling.cloud.Clouds;
import ai.h2o.sparkling.engine.api.NodeAddress;
import ai.h2o.sparkling.engine.api.NodeHealth;
import ai.h2o.sparkling.nodes.Member;
import java.net.ConnectException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CloudWatchTest {
    private static final HealthThresholds THRESHOLDS =
            new HealthThresholds(Duration.ofMillis(200), Duration.ofMillis(600));

    private final Cloud cloud = Clouds.of("1", "2");
    private final List<String> found = new CopyOnWriteArrayList<>();
    private final Set<String> silent = ConcurrentHashMap.newKeySet();
    private final Set<String> refusing = ConcurrentHashMap.newKeySet();
    private final Set<String> ending = ConcurrentHashMap.newKeySet();
    private final Set<String> retiring = ConcurrentHashMap.newKeySet();
    private final AtomicInteger asked = new AtomicInteger();
    private final CloudWatch watch = new CloudWatch(cloud, this::ask, THRESHOLDS, new Recorded());

    @AfterEach
    void close() {
        watch.end();
    }

    @Test
    void whoHangsIsNamedWithWhatItLastShowed() {
        startWell();
        silent.add("2");
        awaitFindings(1);
        assertThat(found.get(0))
                .matches(
                        "2 hangs: it has not answered for \\d s, though Spark counts it as alive\\. When it last did, 100 of"
                                + " 200 MB of its heap were in use, and its garbage collector had worked 0 ms of the last \\d+\\.");
    }

    @Test
    void theOthersAreWatchedAllTheSame() {
        startWell();
        silent.add("2");
        awaitFindings(1);
        silent.add("1");
        awaitFindings(2);
        assertThat(found.get(1)).startsWith("1 hangs");
    }

    /** The nodes of a lost cloud end, and nobody listens there: their executors are in good health. */
    @Test
    void whoRefusesDoesNotHang() {
        startWell();
        refusing.add("1");
        passes(THRESHOLDS.lost().multipliedBy(2));
        assertThat(found).isEmpty();
    }

    @Test
    void whoNeverAnsweredIsToldApart() {
        silent.add("1");
        watch.start();
        awaitFindings(1);
        passes(THRESHOLDS.lost());
        assertThat(found).singleElement().asString().startsWith("1 never answered: it has not answered for");
    }

    @Test
    void whoRetiresIsToldOf() {
        startWell();
        retiring.add("2");
        awaitFindings(1);
        assertThat(found.get(0)).isEqualTo("2 retires");
    }

    /** Spark sends tasks to it that never run. */
    @Test
    void whoseJvmDoesNotComeToItsEndIsToldOf() {
        startWell();
        ending.add("2");
        awaitFindings(1);
        assertThat(found.get(0))
                .startsWith(
                        "2 does not end: its JVM has been shutting down for 0 s, though Spark counts it as alive. When it last");
        passes(THRESHOLDS.lost());
        assertThat(found).hasSize(1);
    }

    @Test
    void nobodyHangsInACloudThatIsOutOfService() {
        startWell();
        watch.end();
        silent.add("1");
        passes(THRESHOLDS.lost().multipliedBy(2));
        assertThat(found).isEmpty();
    }

    private CompletableFuture<NodeHealth> ask(NodeAddress node, Duration deadline) {
        asked.incrementAndGet();
        var executor = cloud.generation().at(node).orElseThrow().executor().id();
        if (silent.contains(executor)) {
            return new CompletableFuture<NodeHealth>().orTimeout(deadline.toMillis(), TimeUnit.MILLISECONDS);
        }
        return refusing.contains(executor)
                ? CompletableFuture.failedFuture(new ConnectException("refused"))
                : CompletableFuture.completedFuture(
                        new NodeHealth(100L << 20, 200L << 20, 0, ending.contains(executor)));
    }

    /** Both have answered more than once by then. */
    private void startWell() {
        watch.start();
        await().until(() -> asked.get() >= 8);
    }

    private void awaitFindings(int number) {
        await().until(() -> found.size() >= number);
    }

    private static void passes(Duration time) {
        await().pollDelay(time).until(() -> true);
    }

    private final class Recorded implements CloudWatch.Findings {
        @Override
        public boolean retires(Member member) {
            return retiring.contains(member.executor().id());
        }

        @Override
        public void retiring(Member member) {
            found.add(member.executor().id() + " retires");
        }

        @Override
        public void neverAnswered(Member member, String how) {
            found.add(member.executor().id() + " never answered: " + how);
        }

        @Override
        public void hangs(Member member, String how) {
            found.add(member.executor().id() + " hangs: " + how);
        }

        @Override
        public void doesNotEnd(Member member, String how) {
            found.add(member.executor().id() + " does not end: " + how);
        }
    }
}
