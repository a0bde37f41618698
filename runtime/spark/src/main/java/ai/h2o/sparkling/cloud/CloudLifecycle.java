package ai.h2o.sparkling.cloud;

import ai.h2o.sparkling.errors.CloudLostException;
import ai.h2o.sparkling.errors.ContextStoppedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The states of one context and its cloud. Changed under this object's lock only; readers get an immutable snapshot
 * without waiting.
 */
public final class CloudLifecycle {
    private static final String STOPPED_TEXT =
            "This H2OContext was stopped; call H2OContext.getOrCreate() to start another one";

    private volatile Snapshot now =
            new Snapshot(CloudState.STARTING, null, "The H2O cloud is still starting", List.of());
    private final Consumer<String> onLost;

    /**
     * @param onLost told why, once, on the thread that brought the news
     */
    public CloudLifecycle(Consumer<String> onLost) {
        this.onLost = onLost;
    }

    /**
     * The state at one moment.
     *
     * @param cloud the cloud, {@code null} before it was formed
     * @param reason why it is not running, empty if it is
     * @param gone executors that Spark has removed
     */
    public record Snapshot(CloudState state, Cloud cloud, String reason, List<String> gone) {}

    public Snapshot now() {
        return now;
    }

    /** The cloud if it works, else the error that a caller is to see. */
    public Cloud running() {
        var snapshot = now;
        return switch (snapshot.state()) {
            case RUNNING -> snapshot.cloud();
            case LOST -> throw new CloudLostException(snapshot.reason());
            case STARTING -> throw new CloudLostException(snapshot.reason());
            case STOPPING, STOPPED -> throw new ContextStoppedException(snapshot.reason());
        };
    }

    /** The cloud was formed. A member that was lost meanwhile makes it LOST at once. */
    public void formed(Cloud cloud) {
        List<String> removedMeanwhile;
        synchronized (this) {
            if (now.state() != CloudState.STARTING) {
                return;
            }
            removedMeanwhile = now.gone();
            now = new Snapshot(CloudState.RUNNING, cloud, "", List.of());
        }
        removedMeanwhile.forEach(executor -> executorRemoved(executor, "it was removed while the cloud formed"));
    }

    /** Spark has removed an executor. */
    public void executorRemoved(String executor, String why) {
        String reason;
        synchronized (this) {
            if (now.state() == CloudState.STARTING) {
                now = new Snapshot(now.state(), null, now.reason(), plus(now.gone(), executor));
                return;
            }
            var cloud = now.cloud();
            Optional<Member> member =
                    cloud == null ? Optional.empty() : cloud.generation().in(executor);
            if (member.isEmpty() || now.state() == CloudState.STOPPING || now.state() == CloudState.STOPPED) {
                return;
            }
            reason = "The H2O cloud '" + cloud.generation().id() + "' lost executor " + executor + " on "
                    + member.get().executor().host() + " (" + why.strip()
                    + "). H2O keeps data in all of its nodes, so its frames and unsaved models are lost; DataFrames in "
                    + "Spark are not. Call H2OContext.getOrCreate() to form a new cloud, then convert again";
            boolean first = now.state() == CloudState.RUNNING;
            now = new Snapshot(CloudState.LOST, cloud, first ? reason : now.reason(), plus(now.gone(), executor));
            if (!first) {
                return;
            }
        }
        onLost.accept(reason);
    }

    private static List<String> plus(List<String> gone, String executor) {
        var more = new ArrayList<>(gone);
        more.add(executor);
        return List.copyOf(more);
    }

    /** Begins to stop; {@code false} if someone else has begun before. */
    public synchronized boolean stopping() {
        if (now.state() == CloudState.STOPPING || now.state() == CloudState.STOPPED) {
            return false;
        }
        now = new Snapshot(CloudState.STOPPING, now.cloud(), STOPPED_TEXT, now.gone());
        return true;
    }

    public synchronized void stopped() {
        now = new Snapshot(CloudState.STOPPED, null, STOPPED_TEXT, List.of());
    }
}
