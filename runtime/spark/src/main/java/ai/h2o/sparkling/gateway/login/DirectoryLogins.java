package ai.h2o.sparkling.gateway.login;

import ai.h2o.sparkling.settings.Secret;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.eclipse.jetty.util.component.AbstractLifeCycle;
import org.eclipse.jetty.util.thread.Scheduler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Log-ins that somebody else decides about: a directory, which may take its time. It is asked in threads of its own and by a deadline, and
 * not again for a while about a user whom it has accepted, since browsers send the password with each request.
 */
public final class DirectoryLogins extends AbstractLifeCycle {
    private static final Logger LOG = LoggerFactory.getLogger(DirectoryLogins.class);

    private static final int MAX_THREADS = 4;
    private static final int MAX_WAITING = 64;
    private static final int MAX_REMEMBERED = 1024;
    private static final Duration REMEMBERED = Duration.ofMinutes(5);

    public enum Answer {
        ACCEPTED,
        REFUSED,
        /** The directory accepts the user, whose cloud it is not. */
        NOT_THE_OWNER,
        /** Too many wait, or the directory cannot be asked, or has not answered by the deadline. */
        UNKNOWN
    }

    private final UserDirectory directory;
    private final String owner;
    private final Duration deadline;
    private final Scheduler scheduler;
    private final ThreadPoolExecutor threads;
    private final Tokens<String> accepted;
    // One warning an outage, not one a request.
    private final AtomicBoolean failing = new AtomicBoolean();

    public DirectoryLogins(DirectoryOptions options, Scheduler scheduler, LongSupplier nanoTime, String threadPrefix) {
        directory = options.directory();
        owner = options.owner();
        deadline = options.deadline();
        this.scheduler = scheduler;
        accepted = new Tokens<>(REMEMBERED, MAX_REMEMBERED, nanoTime);
        var number = new AtomicInteger();
        threads = new ThreadPoolExecutor(
                MAX_THREADS, MAX_THREADS, 10, TimeUnit.SECONDS, new ArrayBlockingQueue<>(MAX_WAITING), work -> {
                    var thread = new Thread(work, threadPrefix + "login-" + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
    }

    /** Whether they were accepted not long ago. */
    public boolean remembers(BasicCredentials credentials) {
        return accepted.find(token(credentials)).isPresent();
    }

    /** Asks, and tells the answer once, in another thread or in this one. */
    public void ask(BasicCredentials credentials, Consumer<Answer> then) {
        var told = new AtomicBoolean();
        Consumer<Answer> once = answer -> {
            if (told.compareAndSet(false, true)) {
                then.accept(answer);
            }
        };
        try {
            threads.execute(() -> once.accept(answer(credentials)));
        } catch (RejectedExecutionException e) {
            once.accept(Answer.UNKNOWN);
            return;
        }
        scheduler.schedule(() -> once.accept(Answer.UNKNOWN), deadline.toNanos(), TimeUnit.NANOSECONDS);
    }

    private Answer answer(BasicCredentials credentials) {
        boolean known;
        try {
            known = directory.accepts(credentials.user(), credentials.password());
            failing.set(false);
        } catch (Exception | LinkageError e) {
            if (failing.compareAndSet(false, true)) {
                LOG.warn("Nobody can log in at the gateway by the login service: {}", e.getMessage());
            }
            return Answer.UNKNOWN;
        }
        if (!known) {
            return Answer.REFUSED;
        }
        if (!owner.equals(DirectoryOptions.EVERYBODY) && !owner.equals(credentials.user())) {
            return Answer.NOT_THE_OWNER;
        }
        accepted.keep(token(credentials), credentials.user());
        return Answer.ACCEPTED;
    }

    /** Tokens keeps a digest of it alone. A name has no colon. */
    private static String token(BasicCredentials credentials) {
        return credentials.user() + ":" + credentials.password();
    }

    @Override
    protected void doStop() {
        threads.shutdownNow();
    }

    @Override
    public String toString() {
        return "DirectoryLogins[" + Secret.MASK + "]";
    }
}
