package ai.h2o.sparkling.gateway;

import java.util.Locale;
import java.util.Optional;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;

/**
 * Bounds what the node takes into its memory as a whole: forms and JSON. Other bodies are files, which the node writes away as
 * they come; what it has room for is the user's affair.
 *
 * <p>Belongs to one request, whose chunks come one after the other.
 */
final class BodyLimit {

    /** What the body was too long for. */
    static final class Exceeded extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private final long limit;
    private long read;

    private BodyLimit(long limit) {
        this.limit = limit;
    }

    /** The limit for a request with these headers, if there is one for its kind of body. */
    static Optional<BodyLimit> of(HttpFields headers, long limit) {
        String type = headers.get(HttpHeader.CONTENT_TYPE);
        String kind = type == null ? "" : type.strip().toLowerCase(Locale.ROOT);
        boolean whole = kind.startsWith("application/x-www-form-urlencoded") || kind.startsWith("application/json");
        return whole ? Optional.of(new BodyLimit(limit)) : Optional.empty();
    }

    /** Whether the headers announce more than is allowed. */
    boolean refuses(HttpFields headers) {
        return headers.getLongField(HttpHeader.CONTENT_LENGTH) > limit;
    }

    /** The chunk, or a failure in its place if it is more than is allowed. */
    Content.Chunk count(Content.Chunk chunk) {
        if (chunk == null || Content.Chunk.isFailure(chunk)) {
            return chunk;
        }
        read += chunk.remaining();
        if (read <= limit) {
            return chunk;
        }
        chunk.release();
        return Content.Chunk.from(new Exceeded());
    }
}
