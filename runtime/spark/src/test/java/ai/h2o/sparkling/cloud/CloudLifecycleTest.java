package ai.h2o.sparkling.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.h2o.sparkling.bridge.ExecutorAddress;
import ai.h2o.sparkling.engine.api.NodeAddress;
import ai.h2o.sparkling.errors.CloudLostException;
import ai.h2o.sparkling.errors.ContextStoppedException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CloudLifecycleTest {
    private final List<String> losses = new ArrayList<>();
    private final CloudLifecycle lifecycle = new CloudLifecycle(losses::add);
    private final Cloud cloud =
            new Cloud(null, new Generation("cloud-1", 1, List.of(member("1"), member("2"))), null, null);

    @Test
    void aFormedCloudRuns() {
        lifecycle.formed(cloud);
        assertThat(lifecycle.running()).isSameAs(cloud);
        assertThat(lifecycle.now().state()).isEqualTo(CloudState.RUNNING);
    }

    @Test
    void losingAMemberNamesItTheReasonAndTheRemedyOnce() {
        lifecycle.formed(cloud);
        lifecycle.executorRemoved("2", "Command exited with code 137");
        lifecycle.executorRemoved("1", "spot instance retired");
        assertThat(losses)
                .singleElement()
                .asString()
                .contains("cloud 'cloud-1' lost executor 2 on host2 (Command exited with code 137)")
                .contains("H2OContext.getOrCreate()");
        assertThatThrownBy(lifecycle::running)
                .isInstanceOf(CloudLostException.class)
                .hasMessage(losses.get(0));
        assertThat(lifecycle.now().gone()).containsExactly("2", "1");
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
        assertThat(lifecycle.now().state()).isEqualTo(CloudState.LOST);
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

    private static Member member(String id) {
        return new Member(new ExecutorAddress(id, "host" + id), new NodeAddress("10.0.0." + id, 54321, 54322));
    }
}
