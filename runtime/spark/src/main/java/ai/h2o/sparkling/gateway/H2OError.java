package ai.h2o.sparkling.gateway;

import ai.h2o.sparkling.errors.GatewayException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * An answer of the gateway's own that is not a success, in H2O's schema for errors, so that H2O's clients show its text to
 * their user instead of "malformed JSON".
 */
record H2OError(int status, String message) {

    private static final String JSON = "application/json";

    void send(Request request, Response response, Callback callback) {
        ByteBuffer body =
                ByteBuffer.wrap(toJson(request, System.currentTimeMillis()).getBytes(StandardCharsets.UTF_8));
        HttpFields.Mutable headers = response.getHeaders();
        response.setStatus(status);
        headers.put(HttpHeader.CONTENT_TYPE, JSON);
        headers.put(HttpHeader.CONTENT_LENGTH, body.remaining());
        headers.put(HttpHeader.CACHE_CONTROL, "no-store");
        headers.put("X-Content-Type-Options", "nosniff");
        response.write(true, body, callback);
    }

    /** The schema is {@code H2OErrorV3}; its {@code error_url} is the path alone, since a query may hold anything. */
    String toJson(Request request, long timestamp) {
        String path = request.getHttpURI() == null ? null : request.getHttpURI().getPath();
        String text = quote(message);
        return """
                {"__meta":{"schema_version":3,"schema_name":"H2OErrorV3","schema_type":"H2OError"},\
                "timestamp":%d,"error_url":%s,"msg":%s,"dev_msg":%s,"http_status":%d,"values":{},\
                "exception_type":%s,"exception_msg":%s,"stacktrace":[]}"""
                .formatted(
                        timestamp,
                        quote(path == null ? "" : path),
                        text,
                        text,
                        status,
                        quote(GatewayException.class.getName()),
                        text);
    }

    /** A JSON string; also what HTML could take for markup is escaped, in case a browser is talked into reading it so. */
    static String quote(String text) {
        StringBuilder quoted = new StringBuilder(text.length() + 16).append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"', '\\' -> quoted.append('\\').append(c);
                case '\n' -> quoted.append("\\n");
                case '\r' -> quoted.append("\\r");
                case '\t' -> quoted.append("\\t");
                default -> {
                    if (c < ' ' || c == '<' || c == '>' || c == '&' || c == 0x7f || c == 0x2028 || c == 0x2029) {
                        quoted.append("\\u%04x".formatted((int) c));
                    } else {
                        quoted.append(c);
                    }
                }
            }
        }
        return quoted.append('"').toString();
    }
}
