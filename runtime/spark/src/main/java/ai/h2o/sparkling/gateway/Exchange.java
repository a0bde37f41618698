package ai.h2o.sparkling.gateway;

import java.util.Optional;

/**
 * One request on its way through the gateway, which can be ended from outside at any moment of its life.
 *
 * <p>Guarded by its own monitor, except for the immutable part.
 */
final class Exchange {

    private final Upstream upstream;
    private final String path;
    private org.eclipse.jetty.client.Request toNode;
    private String endedBecause;
    private Throwable bodyFailure;

    /** @param path of the request, without the context */
    Exchange(Upstream upstream, String path) {
        this.upstream = upstream;
        this.path = path;
    }

    Upstream upstream() {
        return upstream;
    }

    String path() {
        return path;
    }

    /** Says by which request the exchange is carried on; if it was ended before, that request will fail at once. */
    void carriedBy(org.eclipse.jetty.client.Request request) {
        String reason;
        synchronized (this) {
            toNode = request;
            reason = endedBecause;
        }
        if (reason != null) {
            abort(request, reason);
        }
    }

    /** Ends it: the client gets the reason if it has seen nothing yet, or else loses its connection. */
    void end(String reason) {
        org.eclipse.jetty.client.Request request;
        synchronized (this) {
            if (endedBecause != null) {
                return;
            }
            endedBecause = reason;
            request = toNode;
        }
        if (request != null) {
            abort(request, reason);
        }
    }

    synchronized Optional<String> endedBecause() {
        return Optional.ofNullable(endedBecause);
    }

    /** The client's body could not be read to its end: whatever fails now is not the node's fault. */
    synchronized void bodyFailed(Throwable failure) {
        bodyFailure = failure;
    }

    synchronized boolean hasBodyFailed() {
        return bodyFailure != null;
    }

    synchronized boolean isBodyTooLong() {
        return bodyFailure instanceof BodyLimit.Exceeded;
    }

    private static void abort(org.eclipse.jetty.client.Request request, String reason) {
        // Whether it was in time makes no difference: a request that has just completed by itself is as good.
        var unused = request.abort(new IllegalStateException(reason));
    }
}
