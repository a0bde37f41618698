package ai.h2o.sparkling.gateway;

import static java.util.Objects.requireNonNull;

/**
 * A request to an {@link OwnService}.
 *
 * @param method in capitals
 * @param path raw, as it stood on the wire, without the context path
 * @param query raw, empty if there is none
 * @param contentType type of the body, empty if it is not told
 * @param body the body, empty if there is none
 */
public record OwnRequest(String method, String path, String query, String contentType, byte[] body) {
    public OwnRequest {
        requireNonNull(method, "method is null");
        requireNonNull(path, "path is null");
        requireNonNull(query, "query is null");
        requireNonNull(contentType, "contentType is null");
        requireNonNull(body, "body is null");
    }
}
