package ai.h2o.sparkling.rest;

import ai.h2o.sparkling.gateway.OwnAnswer;
import ai.h2o.sparkling.gateway.OwnRequest;
import java.util.Map;

/** How what an operation returns becomes an answer: a {@link Download} as it is, everything else as JSON. */
final class Reply {
    private Reply() {}

    /** An operation, and the values that stand in the path of the request. */
    record Call(Operation operation, Map<String, String> pathValues) {}

    /** Bytes of a type of their own. */
    record Download(String contentType, Map<String, String> headers, byte[] bytes) {}

    static OwnAnswer of(Call call, OwnRequest request) throws Exception {
        var result = call.operation().call(request, call.pathValues());
        int status = call.operation().route().status();
        return result instanceof Download download
                ? new OwnAnswer.Content(status, download.contentType(), download.headers(), download.bytes())
                : new OwnAnswer.Content(status, "application/json", Map.of(), Json.write(result));
    }
}
