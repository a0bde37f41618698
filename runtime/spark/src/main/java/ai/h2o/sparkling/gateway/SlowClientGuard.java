package ai.h2o.sparkling.gateway;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.util.component.AbstractLifeCycle;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * Closes connections of clients that send their headers too slowly, be it out of trouble or of malice.
 *
 * <p>Jetty's idle timeout begins anew with every byte, so a client that sends one byte now and then could hold a connection
 * for ever without a password. Here a client has a fixed time, from connecting (TLS included) to the end of its first
 * headers, and from the first byte of each later request to the end of its headers.
 */
final class SlowClientGuard extends AbstractLifeCycle implements Connection.Listener {

    /** Touched by the sweep alone, after it was made. */
    private static final class Progress {
        long answered;
        long bytesWhenIdle;
        long startedAt;
        boolean waiting = true;

        Progress(long now) {
            startedAt = now;
        }
    }

    private final long headerNanos;
    private final long periodMillis;
    private final Scheduler scheduler;
    private final LongSupplier nanoTime;
    private final Map<Connection, Progress> connections = new ConcurrentHashMap<>();

    SlowClientGuard(Duration headerTimeout, Scheduler scheduler, LongSupplier nanoTime) {
        this.headerNanos = headerTimeout.toNanos();
        this.periodMillis = Math.max(50, Math.min(1000, headerTimeout.toMillis() / 4));
        this.scheduler = scheduler;
        this.nanoTime = nanoTime;
    }

    @Override
    protected void doStart() {
        scheduleSweep();
    }

    @Override
    public void onOpened(Connection connection) {
        if (!(connection instanceof SslConnection)) {
            connections.put(connection, new Progress(nanoTime.getAsLong()));
        }
    }

    @Override
    public void onClosed(Connection connection) {
        connections.remove(connection);
    }

    private void scheduleSweep() {
        scheduler.schedule(this::sweep, periodMillis, TimeUnit.MILLISECONDS);
    }

    private void sweep() {
        if (!isRunning()) {
            return;
        }
        long now = nanoTime.getAsLong();
        connections.forEach((connection, progress) -> {
            if (sendsHeadersTooSlowly(connection, progress, now)) {
                connection.getEndPoint().close(new TimeoutException("the client did not send its headers in time"));
            }
        });
        scheduleSweep();
    }

    private boolean sendsHeadersTooSlowly(Connection connection, Progress progress, long now) {
        long received = connection.getMessagesIn();
        long answered = connection.getMessagesOut();
        long bytes = connection.getBytesIn();
        if (received > answered) {
            // A request is being handled; what its body may take is for the idle timeout to say.
            progress.waiting = false;
            return false;
        }
        if (answered != progress.answered || (answered > 0 && bytes == progress.bytesWhenIdle)) {
            progress.answered = answered;
            progress.bytesWhenIdle = bytes;
            progress.waiting = false;
            return false;
        }
        if (!progress.waiting) {
            progress.waiting = true;
            progress.startedAt = now;
        }
        return now - progress.startedAt > headerNanos;
    }
}
