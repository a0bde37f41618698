package ai.h2o.sparkling.build.patch;

import java.util.Map;
import java.util.Set;

/**
 * Where H2O waits it calls {@code ai.h2o.sparkling.engine.patched.EngineWaits} instead, whose waits end with the node. Heartbeat, memory cleaner
 * and listener loop for ever and swallow interrupts; each of them would keep a stopped engine in memory. So would a thread of a pool that has been
 * shut down, which does not wait any more but asks without end whether what it waits for is there.
 */
public final class WaitsEnd extends StaticCalls {
    /** Ends well when its node leaves the cloud, if its sleep is interrupted; would log an error as one. */
    private static final String ENDS_ITSELF = "water/H2ONode$SmallMessagesSendThread";

    public WaitsEnd() {
        super(
                "ai/h2o/sparkling/engine/patched/EngineWaits",
                Map.of(
                        "java/lang/Object.wait()V", new Place("await", "(Ljava/lang/Object;)V"),
                        "java/lang/Object.wait(J)V", new Place("await", "(Ljava/lang/Object;J)V"),
                        "java/lang/Thread.sleep(J)V", new Place("sleep", "(J)V"),
                        "java/nio/channels/ServerSocketChannel.open()Ljava/nio/channels/ServerSocketChannel;",
                                new Place("open", "()Ljava/nio/channels/ServerSocketChannel;"),
                        "jsr166y/ForkJoinPool$ManagedBlocker.isReleasable()Z",
                                new Place("isReleasable", "(Ljsr166y/ForkJoinPool$ManagedBlocker;)Z"),
                        "java/lang/Thread.yield()V", new Place("giveWay", "()V")),
                Set.of("water/HeartBeatThread", "water/Cleaner", "water/TCPReceiverThread", "jsr166y/ForkJoinPool"));
    }

    @Override
    public boolean appliesTo(String className) {
        return OwnCode.contains(className) && !className.equals(ENDS_ITSELF);
    }
}
