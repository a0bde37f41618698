package ai.h2o.sparkling.python;

import ai.h2o.sparkling.errors.ConversionException;
import ai.h2o.sparkling.frames.FrameConversion;
import java.time.Duration;
import java.util.Optional;

/** A conversion under way. Every call returns soon, so that Python can be interrupted between two of them. */
public final class PendingFrame {
    private final FrameConversion conversion;
    private final Optional<Duration> deadline;
    private final long started = System.nanoTime();

    PendingFrame(FrameConversion conversion, Optional<Duration> deadline) {
        this.conversion = conversion;
        this.deadline = deadline;
    }

    /** Waits at most so many milliseconds; answers whether the conversion has ended, well or not. */
    public boolean await(long millis) {
        boolean done = conversion.await(Duration.ofMillis(millis));
        if (!done
                && deadline.isPresent()
                && System.nanoTime() - started > deadline.get().toNanos()) {
            conversion.fail(new ConversionException("The conversion to frame '" + conversion.key()
                    + "' did not end within " + deadline.get().toSeconds()
                    + " s and was cancelled; raise spark.ext.h2o.conversion.timeout or convert fewer rows"));
        }
        return done;
    }

    /** Ends it at once, with its Spark jobs; nothing stays behind. */
    public void cancel() {
        conversion.fail(new ConversionException(
                "The conversion to frame '" + conversion.key() + "' was cancelled; nothing stays behind"));
    }

    /** Key of the finished frame. Throws what went wrong; is called once {@link #await} has answered true. */
    public String key() {
        conversion.get(Optional.empty());
        return conversion.key();
    }

    /** Share of the work that is done, 0 to 1. */
    public double progress() {
        return conversion.progress();
    }

    /** What is being done, for people. */
    public String stage() {
        return "Converting to " + conversion.key();
    }
}
