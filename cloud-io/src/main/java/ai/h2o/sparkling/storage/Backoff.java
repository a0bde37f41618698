package ai.h2o.sparkling.storage;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** Waits between tries: each time up to twice as long, and not together with everybody else who failed at the same moment. */
public final class Backoff {
    private static final Duration FIRST = Duration.ofMillis(200);
    private static final Duration LONGEST = Duration.ofSeconds(20);

    private final int tries;
    private int failed;

    /** So many tries may fail in a row before the last failure is the caller's. */
    public Backoff(int tries) {
        this.tries = tries;
    }

    /** Something went well: it begins anew. */
    public void progressed() {
        failed = 0;
    }

    /** Waits, or throws the failure if it was the last try. */
    public void failed(IOException failure) throws IOException {
        failed++;
        if (failed >= tries) {
            throw failure;
        }
        try {
            Thread.sleep(ThreadLocalRandom.current().nextLong(longest(failed).toMillis()) + 1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            var interrupted = new InterruptedIOException("Interrupted while waiting to try again");
            interrupted.initCause(failure);
            throw interrupted;
        }
    }

    static Duration longest(int failed) {
        long millis = FIRST.toMillis() << Math.min(failed - 1, 16);
        return Duration.ofMillis(Math.min(millis, LONGEST.toMillis()));
    }
}
