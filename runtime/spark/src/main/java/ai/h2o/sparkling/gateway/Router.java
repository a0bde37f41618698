package ai.h2o.sparkling.gateway;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Knows where requests go at this moment and which are on their way.
 *
 * <p>The state is one volatile reference. A request registers first and looks at the state afterwards, while a change of
 * state is made first and ends the registered requests afterwards: so none can slip through between.
 */
final class Router {

    sealed interface State {

        /** Forward. */
        record Routed(Upstream upstream) implements State {}

        /** Answer with the reason. */
        record Unavailable(String reason) implements State {}
    }

    private final int maxRequests;
    private final Semaphore places;
    private final LostJobs jobs = new LostJobs();
    private final Set<Exchange> running = ConcurrentHashMap.newKeySet();
    private volatile State state;

    Router(int maxRequests, String initialReason) {
        this.maxRequests = maxRequests;
        this.places = new Semaphore(maxRequests);
        this.state = new State.Unavailable(initialReason);
    }

    State state() {
        return state;
    }

    LostJobs jobs() {
        return jobs;
    }

    void route(Upstream upstream) {
        state = new State.Routed(upstream);
    }

    void unavailable(String reason) {
        state = new State.Unavailable(reason);
        running.forEach(exchange -> exchange.end(reason));
    }

    /** Registers the request, to be followed by {@link #leave}; false if too many are running. */
    boolean enter(Exchange exchange) {
        if (!places.tryAcquire()) {
            return false;
        }
        running.add(exchange);
        if (state instanceof State.Unavailable unavailable) {
            exchange.end(unavailable.reason());
        }
        return true;
    }

    void leave(Exchange exchange) {
        if (running.remove(exchange)) {
            places.release();
        }
    }

    /** Waits until nothing is running, but not longer than given. */
    boolean awaitIdle(Duration atMost) throws InterruptedException {
        if (!places.tryAcquire(maxRequests, atMost.toNanos(), TimeUnit.NANOSECONDS)) {
            return false;
        }
        places.release(maxRequests);
        return true;
    }
}
