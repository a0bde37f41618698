package ai.h2o.sparkling.frames;

import ai.h2o.sparkling.cloud.SparkEvents;
import ai.h2o.sparkling.engine.api.FrameDescription;
import ai.h2o.sparkling.errors.ConversionException;
import ai.h2o.sparkling.errors.H2OSparklingException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.JavaSparkStatusTracker;

/**
 * A conversion under way, in a thread of its own, so that whoever waits for it can give up at any time. Its thread
 * inherits the caller's local properties: job group, scheduler pool, description.
 */
public final class FrameConversion {
    private final String work = UUID.randomUUID().toString();
    private final CompletableFuture<FrameDescription> result = new CompletableFuture<>();
    private final Instant started = Instant.now();
    private final String key;
    private final SparkEvents events;
    private final JavaSparkStatusTracker tracker;

    // Written before the result is complete.
    private volatile Instant ended;
    private volatile boolean cancelled;

    /** How far it is. */
    public enum Outcome {
        RUNNING,
        SUCCEEDED,
        FAILED,
        CANCELLED
    }

    private FrameConversion(String key, SparkEvents events, SparkContext context) {
        this.key = key;
        this.events = events;
        tracker = new JavaSparkContext(context).statusTracker();
    }

    /**
     * Starts.
     *
     * @param known told of it before it begins
     * @param conversion makes the frame; called once, in the new thread
     * @param undo takes away the frame that came to be after all, when nobody wants it any more
     */
    public static FrameConversion start(
            String key,
            SparkEvents events,
            SparkContext context,
            Consumer<FrameConversion> known,
            Function<FrameConversion, FrameDescription> conversion,
            Consumer<FrameDescription> undo) {
        var started = new FrameConversion(key, events, context);
        events.begin(started.work);
        known.accept(started);
        var thread = new Thread(() -> started.run(context, conversion, undo), "sparkling-convert-" + key);
        thread.setDaemon(true);
        thread.start();
        return started;
    }

    private void run(
            SparkContext context,
            Function<FrameConversion, FrameDescription> conversion,
            Consumer<FrameDescription> undo) {
        context.setLocalProperty(SparkEvents.WORK, work);
        // A cancelled task must free its slot now: the next conversion, or the next cloud, waits for it.
        context.setLocalProperty(SparkEvents.INTERRUPT_ON_CANCEL, "true");
        try {
            var frame = conversion.apply(this);
            ended = Instant.now();
            if (!result.complete(frame)) {
                undo.accept(frame);
            }
        } catch (Throwable e) {
            if (!result.isDone()) {
                ended = Instant.now();
            }
            result.completeExceptionally(e);
        } finally {
            events.end(work);
        }
    }

    /** Unique in the application. */
    public String id() {
        return work;
    }

    public Instant started() {
        return started;
    }

    /** When it ended, well or not. */
    public Optional<Instant> ended() {
        return result.isDone() ? Optional.ofNullable(ended) : Optional.empty();
    }

    public Outcome outcome() {
        if (!result.isDone()) {
            return Outcome.RUNNING;
        }
        if (!result.isCompletedExceptionally()) {
            return Outcome.SUCCEEDED;
        }
        return cancelled ? Outcome.CANCELLED : Outcome.FAILED;
    }

    /** The frame, once it is there. */
    public Optional<FrameDescription> frame() {
        return result.isDone() && !result.isCompletedExceptionally() ? Optional.of(result.join()) : Optional.empty();
    }

    /** What went wrong, if anything did. */
    public Optional<String> problem() {
        return result.isCompletedExceptionally()
                ? Optional.of(failure(result.handle((frame, e) -> e).join()).getMessage())
                : Optional.empty();
    }

    /** Ends it at the user's wish; answers whether it was still running. */
    public boolean cancel() {
        cancelled = !result.isDone();
        return fail(
                new ConversionException("The conversion to frame '" + key + "' was cancelled; nothing stays behind"));
    }

    /** Runs once the conversion has ended, well or not. */
    public void whenDone(Runnable action) {
        var unused = result.whenComplete((frame, failure) -> action.run());
    }

    public String key() {
        return key;
    }

    /** Waits at most so long; answers whether the conversion has ended, well or not. */
    public boolean await(Duration most) {
        try {
            result.get(most.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return result.isDone();
        } catch (ExecutionException | CancellationException e) {
            return true;
        }
    }

    /** Waits for the frame. An interrupt of the waiting thread, and the deadline, cancel the conversion. */
    public FrameDescription get(Optional<Duration> deadline) {
        try {
            return deadline.isPresent() ? result.get(deadline.get().toMillis(), TimeUnit.MILLISECONDS) : result.get();
        } catch (InterruptedException e) {
            fail(new ConversionException(
                    "The conversion to frame '" + key + "' was interrupted; nothing stays behind"));
            Thread.currentThread().interrupt();
        } catch (TimeoutException e) {
            fail(new ConversionException("The conversion to frame '" + key + "' did not end within "
                    + deadline.orElseThrow().toSeconds()
                    + " s and was cancelled; raise spark.ext.h2o.conversion.timeout or convert fewer rows"));
        } catch (ExecutionException e) {
            throw failure(e.getCause());
        }
        throw failure(result.handle((frame, e) -> e).join());
    }

    /**
     * Ends it at once: cancels its Spark jobs; whoever waits gets the error. Does nothing if it has ended; answers whether
     * it had not.
     */
    public boolean fail(H2OSparklingException why) {
        if (result.isDone()) {
            return false;
        }
        ended = Instant.now();
        boolean first = result.completeExceptionally(why);
        if (first) {
            events.cancel(work);
        }
        return first;
    }

    /** Share of the Spark tasks that are done, 0 to 1. */
    public double progress() {
        if (result.isDone()) {
            return 1;
        }
        int done = 0;
        int all = 0;
        for (int job : events.jobsOf(work)) {
            var info = tracker.getJobInfo(job);
            for (int stage : info == null ? new int[0] : info.stageIds()) {
                var tasks = tracker.getStageInfo(stage);
                done += tasks == null ? 0 : tasks.numCompletedTasks();
                all += tasks == null ? 0 : tasks.numTasks();
            }
        }
        return all == 0 ? 0 : (double) done / all;
    }

    private RuntimeException failure(Throwable cause) {
        if (cause instanceof H2OSparklingException own) {
            return own;
        }
        var found = cause;
        for (var e = cause; e != null; e = e.getCause()) {
            found = e;
        }
        return new ConversionException(
                "The DataFrame could not be converted to frame '" + key + "': " + found.getMessage(), cause);
    }
}
