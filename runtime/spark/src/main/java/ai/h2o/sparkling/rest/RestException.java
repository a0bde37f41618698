package ai.h2o.sparkling.rest;

import java.util.Map;

/** What a client did wrong, or what stands in its way: ends the request with this status. */
final class RestException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final transient Map<String, String> headers;

    RestException(int status, String message) {
        this(status, message, Map.of());
    }

    RestException(int status, String message, Map<String, String> headers) {
        super(message);
        this.status = status;
        this.headers = headers;
    }

    static RestException badRequest(String message) {
        return new RestException(400, message);
    }

    static RestException notFound(String message) {
        return new RestException(404, message);
    }

    static RestException conflict(String message) {
        return new RestException(409, message);
    }

    int status() {
        return status;
    }

    Map<String, String> headers() {
        return headers;
    }
}
