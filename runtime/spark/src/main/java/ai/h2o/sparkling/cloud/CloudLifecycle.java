package ai.h2o.sparkling.cloud;

import ai.h2o.sparkling.engine.api.EngineControl;
import ai.h2o.sparkling.engine.api.EngineFailure;
import ai.h2o.sparkling.errors.CloudLostException;
import ai.h2o.sparkling.errors.ContextStoppedException;
import ai.h2o.sparkling.errors.EngineException;
import ai.h2o.sparkling.nodes.Generation;
import ai.h2o.sparkling.nodes.Member;
import ai.h2o.sparkling.nodes.NoAnswer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * The states of one context and its cloud. Changed under this object's lock only; readers get an immutable snapshot
 * without waiting.
 */
public final class CloudLifecycle {
    private static final Duration LOSS_KNOWN_WITHIN = Duration.ofSeconds(5);

    private static final String STOPPED_TEXT =
            "This H2OContext was stopped; call H2OContext.getOrCreate() to start another one";

    /** The status by which Spark's executors end when one of Spark's own threads gets no memory. */
    private static final Pattern OUT_OF_MEMORY = Pattern.compile("\\bcode 52\\b");

    private static final String OUT_OF_MEMORY_HINT =
            ": its heap was full; raise spark.executor.memory, take more executors, or let the training take less";

    private volatile Snapshot now =
            new Snapshot(CloudState.STARTING, null, "The H2O cloud is still starting", List.of());
    private volatile Restored restored;
    private final Consumer<Snapshot> onLost;
    private final AfterLoss afterLoss;

    /**
     * @param onLost told of each loss, once for each cloud, on the thread that brought the news; calls are refused, or wait for the next
     *     cloud, by then
     */
    public CloudLifecycle(Consumer<Snapshot> onLost, AfterLoss afterLoss) {
        this.onLost = onLost;
        this.afterLoss = afterLoss;
    }

    /**
     * The state at one moment.
     *
     * @param cloud the cloud, {@code null} before it was formed; while the next one forms, still the one that was lost, so that whoever stops
     *     the context can end its survivors
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

    /** Whether calls of this thread go to that cloud. */
    public boolean serves(Cloud cloud) {
        var snapshot = now;
        var own = restored;
        return switch (snapshot.state()) {
            case RUNNING -> snapshot.cloud() == cloud;
            case RECOVERING -> own != null && own.by() == Thread.currentThread() && own.cloud() == cloud;
            case STARTING, LOST, STOPPING, STOPPED -> false;
        };
    }

    /** A question to the engine. */
    @FunctionalInterface
    public interface Question<T> {
        T ask(EngineControl control) throws EngineFailure;
    }

    /** Asks the cloud, if it works. */
    public <T> T ask(Question<T> question) {
        try {
            return question.ask(running().control());
        } catch (EngineFailure e) {
            throw failure(e);
        }
    }

    /** What a caller is to see of a failure of the engine: that the cloud is lost, if it is. */
    public RuntimeException failure(EngineFailure e) {
        var loss = loss(e);
        return loss.isPresent() ? loss.get() : new EngineException(e.getMessage(), e);
    }

    /** The loss of the cloud, if that is why the engine failed. Who makes frames again asks the next one, which may have reasons of its own. */
    public Optional<CloudLostException> loss(EngineFailure e) {
        awaitLoss(e);
        var snapshot = now;
        return snapshot.state() == CloudState.LOST || (snapshot.state() == CloudState.RECOVERING && !restores())
                ? Optional.of(new CloudLostException(snapshot.reason(), e))
                : Optional.empty();
    }

    /** Who gets no answer from a node that is gone may be faster than Spark, which tells of it: then this waits for that, a short time. */
    private synchronized void awaitLoss(EngineFailure e) {
        if (e instanceof NoAnswer) {
            awaitUntil(() -> now.state() != CloudState.RUNNING, LOSS_KNOWN_WITHIN);
        }
    }

    /** To the calling thread this cloud works already: it makes the frames again that others wait for. */
    public void restoring(Cloud cloud) {
        restored = new Restored(cloud, Thread.currentThread());
    }

    /** Nobody interrupts the thread that made frames again from now on, though a member be lost. */
    public synchronized void restored() {
        restored = null;
    }

    /**
     * Waits at most so long for a cloud that is not in service yet to be of no use any more, since a member is gone, or the context is being
     * stopped; answers whether it is. An interrupt ends the waiting, too, and stays set.
     */
    public synchronized boolean brokenWithin(Cloud cloud, Duration most) {
        awaitUntil(() -> broken(cloud), most);
        return broken(cloud);
    }

    private boolean broken(Cloud cloud) {
        return now.state() != CloudState.RECOVERING
                || now.gone().stream()
                        .anyMatch(executor -> cloud.generation().in(executor).isPresent());
    }

    /** The state, once nothing recovers or patience is at its end. An interrupt ends the waiting, too, and stays set. */
    public synchronized Snapshot settled() {
        boolean restores = restores();
        awaitUntil(() -> now.state() != CloudState.RECOVERING || restores, afterLoss.patience());
        return now;
    }

    /** Whether the calling thread makes frames again. */
    private boolean restores() {
        var own = restored;
        return own != null && own.by() == Thread.currentThread();
    }

    // Called under the lock.
    private void awaitUntil(BooleanSupplier done, Duration most) {
        long end = System.nanoTime() + most.toNanos();
        while (!done.getAsBoolean()) {
            long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            if (left <= 0) {
                return;
            }
            try {
                wait(left);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    /**
     * The cloud was formed, for the first time or again. If a member was lost meanwhile, that is the next loss.
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
        Snapshot lost;
        synchronized (this) {
            if (now.state() == CloudState.STARTING || now.state() == CloudState.RECOVERING) {
                now = new Snapshot(now.state(), now.cloud(), now.reason(), plus(now.gone(), executor));
                notifyAll();
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
            if (now.state() == CloudState.LOST) {
                now = new Snapshot(CloudState.LOST, cloud, now.reason(), plus(now.gone(), executor));
                return;
            }
            lost = new Snapshot(
                    afterLoss.recovers() ? CloudState.RECOVERING : CloudState.LOST,
                    cloud,
                    reason(member.get(), cloud.generation(), why),
                    plus(now.gone(), executor));
            become(lost);
        }
        onLost.accept(lost);
    }

    /**
     * Spark is about to retire an executor. Where the next cloud forms by itself, it does so now, without that executor; elsewhere the cloud
     * works until it goes.
     */
    public void executorRetires(String executor) {
        Snapshot lost;
        synchronized (this) {
            if (now.state() != CloudState.RUNNING || !afterLoss.recovers()) {
                return;
            }
            var generation = now.cloud().generation();
            var member = generation.in(executor);
            if (member.isEmpty()) {
                return;
            }
            lost = new Snapshot(
                    CloudState.RECOVERING,
                    now.cloud(),
                    reason(member.get(), generation, "Spark is decommissioning it"),
                    now.gone());
            become(lost);
        }
        onLost.accept(lost);
    }

    /** The cloud is to form again, at the user's wish; nobody has lost an executor. Calls wait for the next one, as after a loss. */
    public void reforms(String why) {
        Snapshot last;
        synchronized (this) {
            var cloud = running();
            last = new Snapshot(CloudState.RECOVERING, cloud, why, now.gone());
            become(last);
        }
        onLost.accept(last);
    }

    private String reason(Member member, Generation generation, String why) {
        return "The H2O cloud '" + generation.id() + "' lost executor "
                + member.executor().id() + " on " + member.executor().host() + " (" + why.strip()
                + (OUT_OF_MEMORY.matcher(why).find() ? OUT_OF_MEMORY_HINT : "")
                + "). H2O keeps data in all of its nodes, so " + afterLoss.losses() + ". " + afterLoss.remedy();
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
