package ai.h2o.sparkling.engine.patched;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.util.concurrent.atomic.AtomicInteger;
import javax.management.ListenerNotFoundException;
import javax.management.NotificationEmitter;
import javax.management.NotificationListener;
import org.junit.jupiter.api.Test;

class HostChangesTest {
    private static final MemoryPoolMXBean POOL = ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(MemoryPoolMXBean::isCollectionUsageThresholdSupported)
            .findFirst()
            .orElseThrow();

    @Test
    void theThresholdOfAPoolIsWhatItWasBeforeTheFirstChange() {
        long before = POOL.getCollectionUsageThreshold();
        HostChanges.setCollectionUsageThreshold(POOL, before + 1);
        HostChanges.setCollectionUsageThreshold(POOL, before + 2);
        assertThat(POOL.getCollectionUsageThreshold()).isEqualTo(before + 2);

        HostChanges.undo();

        assertThat(POOL.getCollectionUsageThreshold()).isEqualTo(before);
    }

    @Test
    void aListenerIsRemoved() {
        var emitter = (NotificationEmitter) ManagementFactory.getMemoryMXBean();
        NotificationListener listener = (notification, handback) -> {};
        HostChanges.addNotificationListener(emitter, listener, null, POOL);

        HostChanges.undo();

        assertThatThrownBy(() -> emitter.removeNotificationListener(listener, null, POOL))
                .isInstanceOf(ListenerNotFoundException.class);
    }

    @Test
    void aShutdownHookDoesItsWorkWhenTheNodeIsOver() {
        var done = new AtomicInteger();
        var hook = new Thread(done::incrementAndGet);
        HostChanges.addShutdownHook(Runtime.getRuntime(), hook);
        assertThat(Runtime.getRuntime().removeShutdownHook(hook)).isFalse();

        HostChanges.undo();

        assertThat(done).hasValue(1);
    }

    @Test
    void oneFailureDoesNotKeepTheRestFromBeingUndone() throws Exception {
        long before = POOL.getCollectionUsageThreshold();
        var emitter = (NotificationEmitter) ManagementFactory.getMemoryMXBean();
        NotificationListener listener = (notification, handback) -> {};
        HostChanges.setCollectionUsageThreshold(POOL, before + 1);
        HostChanges.addNotificationListener(emitter, listener, null, POOL);
        emitter.removeNotificationListener(listener, null, POOL);

        HostChanges.undo();

        assertThat(POOL.getCollectionUsageThreshold()).isEqualTo(before);
    }
}
