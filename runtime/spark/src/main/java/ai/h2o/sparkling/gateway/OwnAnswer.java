package ai.h2o.sparkling.gateway;

import java.util.Map;

/** What an {@link OwnService} answers. */
public sealed interface OwnAnswer {
    /**
     * A success.
     *
     * @param headers besides those of the body
     */
    record Content(int status, String contentType, Map<String, String> headers, byte[] body) implements OwnAnswer {
        public Content {
            headers = Map.copyOf(headers);
        }
    }

    /** A failure, which the gateway sends in H2O's schema for errors. */
    record Failure(int status, Map<String, String> headers, String message) implements OwnAnswer {
        public Failure {
            headers = Map.copyOf(headers);
        }
    }
}
