package ai.h2o.sparkling.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.h2o.sparkling.bridge.ExecutorAddress;
import ai.h2o.sparkling.engine.api.NodeAddress;
import ai.h2o.sparkling.errors.CloudLostException;
import ai.h2o.sparkling.errors.ContextStoppedException;
import ai.h2o.sparkling.nodes.Generation;
import ai.h2o.sparkling.nodes.Member;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class CloudLifecycleTest {
    private final List<CloudLifecycle.Snapshot> losses = new ArrayList<>();
    private final CloudLifecycle lifecycle = lifecycle(true, Duration.ofSeconds(20));
    private final CloudLifecycle manual = lifecycle(false, Duration.ofSeconds(20));
    private final Cloud cloud = Clouds.of(new Generation("cloud-1", 1, List.of(member("1"), member("2"))));

    private final Cloud next = Clouds.of(new Generation("cloud-2", 2, List.of(member("1"), member("3"))));

    @Test
    void aFormedCloudRuns() {
        lifecycle.formed(cloud);
        assertThat(lifecycle.running()).isSameAs(cloud);
        assertThat(lifecycle.now().state()).isEqualTo(CloudState.RUNNING);
    }

    @Test
    void aCloudServesUntilItIsLostAndItsSuccessorServesWhoeverRestoresItFirst() throws Exception {
        lifecycle.formed(cloud);
        assertThat(lifecycle.serves(cloud)).isTrue();
        lifecycle.executorRemoved("2", "killed");
        assertThat(lifecycle.serves(cloud)).isFalse();
        lifecycle.restoring(next);
        assertThat(lifecycle.serves(next)).isTrue();
        assertThat(CompletableFuture.supplyAsync(() -> lifecycle.serves(next)).get(10, TimeUnit.SECONDS))
                .isFalse();
        lifecycle.formed(next);
        assertThat(CompletableFuture.supplyAsync(() -> lifecycle.serves(next)).get(10, TimeUnit.SECONDS))
                .isTrue();
    }

    @Test
    void losingAMemberNamesItTheReasonAndTheRemedyOnce() {
        manual.formed(cloud);
        manual.executorRemoved("2", "Command exited with code 137");
        manual.executorRemoved("1", "spot instance retired");
        assertThat(losses).hasSize(1);
        assertThat(losses.get(0).cloud()).isSameAs(cloud);
        assertThat(losses.get(0).reason())
                .contains("cloud 'cloud-1' lost executor 2 on host2 (Command exited with code 137)")
                .endsWith("Call again");
        for (Callable<Cloud> call : List.<Callable<Cloud>>of(manual::running, manual::recovered)) {
            assertThatThrownBy(call::call)
                    .isInstanceOf(CloudLostException.class)
                    .hasMessage(losses.get(0).reason());
        }
        assertThat(manual.now().state()).isEqualTo(CloudState.LOST);
        assertThat(manual.now().gone()).containsExactly("2", "1");
    }

    @Test
    void anExecutorThatEndedForWantOfMemoryIsSaidToHave() {
        manual.formed(cloud);
        manual.executorRemoved("2", "Command exited with code 52");
        assertThat(manual.now().reason())
                .contains("(Command exited with code 52: its heap was full; raise spark.executor.memory,");
    }

    @Test
    void anExecutorThatRetiresIsLeftWhereTheNextCloudFormsByItself() {
        for (var each : List.of(lifecycle, manual)) {
            each.formed(cloud);
            each.executorRetires("3");
            assertThat(each.now().state()).isEqualTo(CloudState.RUNNING);
            each.executorRetires("2");
            each.executorRetires("2");
        }
        assertThat(manual.running()).isSameAs(cloud);
        assertThat(losses).hasSize(1);
        assertThat(losses.get(0).state()).isEqualTo(CloudState.RECOVERING);
        assertThat(losses.get(0).reason()).contains("lost executor 2 on host2 (Spark is decommissioning it)");
        // It answers, so its node is to be ended like the others.
        assertThat(losses.get(0).gone()).isEmpty();
    }

    @Test
    void anExecutorWithoutANodeIsNoLoss() {
        lifecycle.formed(cloud);
        lifecycle.executorRemoved("3", "idle");
        assertThat(lifecycle.running()).isSameAs(cloud);
        assertThat(losses).isEmpty();
    }

    @Test
    void aMemberLostWhileTheCloudFormsIsNotForgotten() {
        lifecycle.executorRemoved("1", "killed");
        lifecycle.formed(cloud);
        assertThat(lifecycle.now().state()).isEqualTo(CloudState.RECOVERING);
        assertThat(losses).hasSize(1);
    }

    @Test
    void aStoppedContextStaysStopped() {
        lifecycle.formed(cloud);
        assertThat(lifecycle.stopping()).isTrue();
        assertThat(lifecycle.stopping()).isFalse();
        lifecycle.executorRemoved("1", "killed");
        lifecycle.stopped();
        lifecycle.formed(cloud);
        assertThatThrownBy(lifecycle::running)
                .isInstanceOf(ContextStoppedException.class)
                .hasMessage("This H2OContext was stopped; call H2OContext.getOrCreate() to start another one");
        assertThat(losses).isEmpty();
    }

    @Test
    void callsWaitForTheCloudThatRecovers() throws Exception {
        lifecycle.formed(cloud);
        lifecycle.executorRemoved("2", "killed");
        // At the moment of the loss: whoever calls again finds something to wait for.
        assertThat(losses).extracting(CloudLifecycle.Snapshot::state).containsExactly(CloudState.RECOVERING);

        var call = CompletableFuture.supplyAsync(lifecycle::recovered);
        assertThatThrownBy(lifecycle::running)
                .isInstanceOf(CloudLostException.class)
                .hasMessage(losses.get(0).reason());
        assertThat(call.isDone()).isFalse();
        assertThat(lifecycle.formed(next)).isTrue();

        assertThat(call.get(10, TimeUnit.SECONDS)).isSameAs(next);
        assertThat(lifecycle.now().gone()).isEmpty();
    }

    @Test
    void whoMakesTheFramesAgainUsesTheNextCloudBeforeOthersDo() {
        lifecycle.formed(cloud);
        lifecycle.executorRemoved("2", "killed");
        lifecycle.restoring(next);

        assertThat(lifecycle.recovered()).isSameAs(next);
        assertThat(lifecycle.running()).isSameAs(next);
        var other = CompletableFuture.supplyAsync(lifecycle::running);
        assertThatThrownBy(() -> other.get(10, TimeUnit.SECONDS)).hasCauseInstanceOf(CloudLostException.class);
    }

    @Test
    void aMemberLostWhileFramesAreMadeAgainIsTheNextLoss() throws Exception {
        lifecycle.formed(cloud);
        lifecycle.executorRemoved("2", "killed");
        assertThat(lifecycle.brokenWithin(next, Duration.ofMillis(20))).isFalse();

        var waits = CompletableFuture.supplyAsync(() -> lifecycle.brokenWithin(next, Duration.ofSeconds(20)));
        lifecycle.restoring(next);
        lifecycle.executorRemoved("3", "killed, too");
        assertThat(Thread.interrupted())
                .as("who makes frames in it is interrupted")
                .isTrue();
        assertThat(waits.get(10, TimeUnit.SECONDS)).isTrue();
        lifecycle.formed(next);

        assertThat(lifecycle.now().state()).isEqualTo(CloudState.RECOVERING);
        assertThat(losses).hasSize(2);
        assertThat(losses.get(1).reason()).contains("cloud 'cloud-2' lost executor 3");
    }

    @Test
    void aCloudThatCouldNotBeFormedAgainStaysLostAndSaysWhy() {
        lifecycle.formed(cloud);
        lifecycle.executorRemoved("2", "killed");
        lifecycle.notRecovered("no executors came");

        assertThatThrownBy(lifecycle::recovered)
                .isInstanceOf(CloudLostException.class)
                .hasMessage("no executors came");
    }

    @Test
    void whoStopsTheContextEndsTheWaiting() throws Exception {
        lifecycle.formed(cloud);
        lifecycle.executorRemoved("2", "killed");
        var call = CompletableFuture.supplyAsync(lifecycle::recovered);
        lifecycle.stopping();

        assertThatThrownBy(() -> call.get(10, TimeUnit.SECONDS)).hasCauseInstanceOf(ContextStoppedException.class);
        assertThat(lifecycle.formed(next)).isFalse();
        assertThat(lifecycle.brokenWithin(next, Duration.ZERO)).isTrue();
    }

    @Test
    void noCallWaitsForEver() {
        var impatient = lifecycle(true, Duration.ofMillis(50));
        impatient.formed(cloud);
        impatient.executorRemoved("2", "killed");

        assertThatThrownBy(impatient::recovered).isInstanceOf(CloudLostException.class);
    }

    private CloudLifecycle lifecycle(boolean recovers, Duration patience) {
        return new CloudLifecycle(losses::add, new AfterLoss(recovers, "models are lost", "Call again", patience));
    }

    private static Member member(String id) {
        return new Member(new ExecutorAddress(id, "host" + id), new NodeAddress("10.0.0." + id, 54321, 54322));
    }
}
