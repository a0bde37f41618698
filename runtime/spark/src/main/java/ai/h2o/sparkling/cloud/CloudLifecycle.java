package ai.h2o.sparkling.cloud;

import ai.h2o.sparkling.errors.CloudLostException;
import ai.h2o.sparkling.errors.ContextStoppedException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
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
    private volatile Restored restored;
    private final Consumer<String> onLost;
    private final String remedy;
    private final Duration patience;

    /**
     * @param onLost told why, once for each cloud, on the thread that brought the news
     * @param remedy what a user can do about a loss; the end of each report of one
     * @param patience how long calls wait for a cloud that recovers
     */
    public CloudLifecycle(Consumer<String> onLost, String remedy, Duration patience) {
        this.onLost = onLost;
        this.remedy = remedy;
        this.patience = patience;
    }

    /**
     * The state at one moment.
     *
     * @param cloud the cloud, {@code null} before it was formed
     * @param reason why it is not running, empty if it is
     * @param gone executors that Spark has removed
     */
    public record Snapshot(CloudState state, Cloud cloud, String reason, List<String> gone) {}

    private record Restored(Cloud cloud, Thread by) {}

    public Snapshot now() {
        return now;
    }

    /** The cloud if it works, else the error that a caller is to see. Waits for nothing. */
    public Cloud running() {
        return cloudOf(now);
    }

    /** The same, but waits for a cloud that recovers. */
    public Cloud recovered() {
        return cloudOf(settled());
    }

    private Cloud cloudOf(Snapshot snapshot) {
        var own = restored;
        if (snapshot.state() == CloudState.RECOVERING && own != null && own.by() == Thread.currentThread()) {
            return own.cloud();
        }
        return switch (snapshot.state()) {
            case RUNNING -> snapshot.cloud();
            case STARTING, LOST, RECOVERING -> throw new CloudLostException(snapshot.reason());
            case STOPPING, STOPPED -> throw new ContextStoppedException(snapshot.reason());
        };
    }

    /** To the calling thread this cloud works already: it makes the frames again that others wait for. */
    public void restoring(Cloud cloud) {
        restored = new Restored(cloud, Thread.currentThread());
    }

    /** Whether a cloud that is not in service yet is of no use any more: a member is gone, or the context is being stopped. */
    public boolean broken(Cloud cloud) {
        var snapshot = now;
        return snapshot.state() != CloudState.RECOVERING
                || snapshot.gone().stream()
                        .anyMatch(executor -> cloud.generation().in(executor).isPresent());
    }

    /** The state, once nothing recovers or patience is at its end. An interrupt ends the waiting, too, and stays set. */
    public synchronized Snapshot settled() {
        long end = System.nanoTime() + patience.toNanos();
        var own = restored;
        while (now.state() == CloudState.RECOVERING && (own == null || own.by() != Thread.currentThread())) {
            long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            if (left <= 0) {
                break;
            }
            try {
                wait(left);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                break;
            }
        }
        return now;
    }

    /**
     * The cloud was formed, for the first time or again. A member that was lost meanwhile makes it LOST at once.
     *
     * @return {@code false} if nobody wants it any more, since the context was stopped
     */
    public boolean formed(Cloud cloud) {
        List<String> removedMeanwhile;
        synchronized (this) {
            if (now.state() != CloudState.STARTING && now.state() != CloudState.RECOVERING) {
                return false;
            }
            removedMeanwhile = now.gone();
            become(new Snapshot(CloudState.RUNNING, cloud, "", List.of()));
        }
        removedMeanwhile.forEach(executor -> executorRemoved(executor, "it was removed while the cloud formed"));
        return true;
    }

    /** The next cloud is about to be formed in place of the lost one; {@code false} if the context was stopped meanwhile. */
    public synchronized boolean recovering() {
        if (now.state() != CloudState.LOST) {
            return false;
        }
        // The lost one stays in sight: whoever stops the context meanwhile ends its survivors.
        become(new Snapshot(CloudState.RECOVERING, now.cloud(), now.reason(), now.gone()));
        return true;
    }

    /** The next cloud could not be formed. */
    public synchronized void notRecovered(String why) {
        if (now.state() == CloudState.RECOVERING) {
            become(new Snapshot(CloudState.LOST, null, why, List.of()));
        }
    }

    private void become(Snapshot next) {
        restored = null;
        now = next;
        notifyAll();
    }

    /** Spark has removed an executor. */
    public void executorRemoved(String executor, String why) {
        String reason;
        synchronized (this) {
            if (now.state() == CloudState.STARTING || now.state() == CloudState.RECOVERING) {
                now = new Snapshot(now.state(), now.cloud(), now.reason(), plus(now.gone(), executor));
                var own = restored;
                if (own != null && own.cloud().generation().in(executor).isPresent()) {
                    // H2O would wait for the answer of the one that is gone.
                    own.by().interrupt();
                }
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
                    + "). H2O keeps data in all of its nodes, so models that were not saved and frames that H2O made are lost;"
                    + " DataFrames in Spark are not. " + remedy;
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
        become(new Snapshot(CloudState.STOPPING, now.cloud(), STOPPED_TEXT, now.gone()));
        return true;
    }

    public synchronized void stopped() {
        become(new Snapshot(CloudState.STOPPED, null, STOPPED_TEXT, List.of()));
    }
}
