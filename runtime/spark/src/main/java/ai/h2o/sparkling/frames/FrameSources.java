package ai.h2o.sparkling.frames;

import ai.h2o.sparkling.cloud.Cloud;
import ai.h2o.sparkling.engine.api.ColumnDescription;
import ai.h2o.sparkling.engine.api.EngineFailure;
import ai.h2o.sparkling.engine.api.FrameDescription;
import ai.h2o.sparkling.engine.api.FrameSummary;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the frames of the cloud were made from, so that they can be made again in the next one: plans, not data. Guarded by its own
 * monitor.
 */
public final class FrameSources {
    private static final Logger LOG = LoggerFactory.getLogger(FrameSources.class);

    /** From so many on it is asked now and then which of the frames are still there; clients remove them behind our back. */
    private static final int FEW = 64;

    private static final Duration NEWS_TAKE = Duration.ofSeconds(1);

    private final Map<String, Source> byKey = new LinkedHashMap<>();
    private int lookAgainAt = FEW;

    /** Frames that have grown in more steps are not made again: each step is a job, and the driver keeps the plans of all. */
    private static final int MOST_STEPS = 1000;

    /**
     * How one frame came to be.
     *
     * @param frame what it was like
     * @param steps the first one makes it, in the cloud and under the key that it is given; the others add rows to it
     */
    private record Source(FrameDescription frame, List<BiFunction<Cloud, String, FrameDescription>> steps) {
        FrameDescription make(Cloud cloud, String key) {
            FrameDescription made = null;
            for (var step : steps) {
                made = step.apply(cloud, key);
            }
            return made;
        }
    }

    /** Remembers a frame that was just made. */
    public synchronized void remember(FrameDescription frame, BiFunction<Cloud, String, FrameDescription> make) {
        // Put last, if it was there before: frames are made again in the order in which they were made.
        byKey.remove(frame.key());
        byKey.put(frame.key(), new Source(frame, List.of(make)));
    }

    /**
     * Remembers that rows were added to a frame, if it is known how that came to be.
     *
     * @param add adds them
     */
    public synchronized void rememberAppended(
            FrameDescription before, FrameDescription now, BiFunction<Cloud, String, FrameDescription> add) {
        boolean known = knows(before);
        var source = byKey.remove(now.key());
        if (!known) {
            return;
        }
        if (source.steps().size() == MOST_STEPS) {
            LOG.warn(
                    "Frame '{}' has grown in more than {} steps; it will not be made again should its cloud be lost",
                    now.key(),
                    MOST_STEPS);
            return;
        }
        var steps = new ArrayList<>(source.steps());
        steps.add(add);
        byKey.put(now.key(), new Source(now, List.copyOf(steps)));
    }

    /** Whether it is known how that frame came to be, and it is still the same. */
    public synchronized boolean knows(FrameDescription frame) {
        var source = byKey.get(frame.key());
        return source != null && vecKeys(source.frame()).equals(vecKeys(frame));
    }

    private static List<String> vecKeys(FrameDescription frame) {
        return frame.columns().stream().map(ColumnDescription::vecKey).toList();
    }

    /** Forgets a frame that was removed. */
    public synchronized void forget(String key) {
        byKey.remove(key);
    }

    /**
     * Once many have come, forgets those that are not there any more.
     *
     * @param present lists the frames that are
     */
    public void prune(Supplier<List<FrameSummary>> present) {
        Set<String> candidates;
        synchronized (this) {
            if (byKey.size() < lookAgainAt) {
                return;
            }
            candidates = new HashSet<>(byKey.keySet());
        }
        // Asked without the lock, so frames may come meanwhile; only those count that were there before.
        present.get().forEach(frame -> candidates.remove(frame.key()));
        synchronized (this) {
            byKey.keySet().removeAll(candidates);
            lookAgainAt = Math.max(FEW, 2 * byKey.size());
        }
    }

    /**
     * Makes all frames again in another cloud. A frame that cannot be made, or comes out different, is named in a warning and not there
     * afterwards.
     *
     * @param brokenWithin waits at most so long whether that cloud is lost, too; then the rest is left for the next one
     * @return the frames that were made
     */
    public List<FrameDescription> restore(Cloud cloud, Predicate<Duration> brokenWithin) {
        var restored = new ArrayList<FrameDescription>();
        for (var entry : snapshot().entrySet()) {
            if (Thread.currentThread().isInterrupted() || brokenWithin.test(Duration.ZERO)) {
                break;
            }
            restore(cloud, entry.getKey(), entry.getValue(), brokenWithin).ifPresent(restored::add);
        }
        return restored;
    }

    private synchronized Map<String, Source> snapshot() {
        return new LinkedHashMap<>(byKey);
    }

    private Optional<FrameDescription> restore(
            Cloud cloud, String key, Source source, Predicate<Duration> brokenWithin) {
        try {
            var frame = source.make(cloud, key);
            var difference = difference(source.frame(), frame);
            if (difference.isEmpty()) {
                return Optional.of(frame);
            }
            cloud.control().deleteFrame(key);
            LOG.warn("Frame '{}' is lost: made again from where it came from, it {}", key, difference);
        } catch (Exception | LinkageError e) {
            if (e instanceof InterruptedException) {
                // Scala's calls throw it undeclared.
                Thread.currentThread().interrupt();
            }
            // Work on a cloud fails before Spark says that it has lost an executor.
            if (Thread.currentThread().isInterrupted() || brokenWithin.test(NEWS_TAKE)) {
                return Optional.empty();
            }
            LOG.warn("Frame '{}' is lost: it could not be made again: {}", key, e.getMessage());
            LOG.debug("Frame '{}' could not be made again", key, e);
            if (source.steps().size() > 1) {
                dropHalf(cloud, key);
            }
        }
        forget(key);
        return Optional.empty();
    }

    /** Of one that grew in steps some may have been done. */
    private static void dropHalf(Cloud cloud, String key) {
        try {
            cloud.control().deleteFrame(key);
        } catch (EngineFailure | RuntimeException e) {
            LOG.warn("Frame '{}' may have only a part of its rows; remove it", key, e);
        }
    }

    /** What is not as it was, in words; empty if nothing is. */
    static String difference(FrameDescription before, FrameDescription now) {
        if (before.rows() != now.rows()) {
            return "has " + now.rows() + " rows instead of " + before.rows();
        }
        if (before.columns().size() != now.columns().size()) {
            return "has " + now.columns().size() + " columns instead of "
                    + before.columns().size();
        }
        for (int i = 0; i < now.columns().size(); i++) {
            var old = before.columns().get(i);
            var column = now.columns().get(i);
            if (!old.name().equals(column.name()) || old.type() != column.type()) {
                return "has column '" + column.name() + "' of type " + column.type() + " where '" + old.name()
                        + "' of type " + old.type() + " was";
            }
        }
        return "";
    }
}
