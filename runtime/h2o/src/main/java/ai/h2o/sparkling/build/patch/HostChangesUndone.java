package ai.h2o.sparkling.build.patch;

import java.util.Map;
import java.util.Set;

/**
 * H2O listens to the JVM's memory beans and sets a threshold of theirs, and its Python has a shutdown hook: the JVM would keep a stopped
 * engine in memory. They call {@code ai.h2o.sparkling.engine.patched.HostChanges} instead, which undoes that when the node is over.
 */
public final class HostChangesUndone extends StaticCalls {
    public HostChangesUndone() {
        super(
                "ai/h2o/sparkling/engine/patched/HostChanges",
                Map.of(
                        "java/lang/management/MemoryPoolMXBean.setCollectionUsageThreshold(J)V",
                        new Place("setCollectionUsageThreshold", "(Ljava/lang/management/MemoryPoolMXBean;J)V"),
                        "javax/management/NotificationEmitter.addNotificationListener(Ljavax/management/NotificationListener;"
                                + "Ljavax/management/NotificationFilter;Ljava/lang/Object;)V",
                        new Place(
                                "addNotificationListener",
                                "(Ljavax/management/NotificationEmitter;Ljavax/management/NotificationListener;"
                                        + "Ljavax/management/NotificationFilter;Ljava/lang/Object;)V"),
                        "java/lang/Runtime.addShutdownHook(Ljava/lang/Thread;)V",
                        new Place("addShutdownHook", "(Ljava/lang/Runtime;Ljava/lang/Thread;)V")),
                Set.of("water/MemoryManager$HeapUsageMonitor", "org/python/core/PySystemState$PySystemStateCloser"));
    }
}
