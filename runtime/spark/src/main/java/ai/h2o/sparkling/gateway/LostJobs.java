package ai.h2o.sparkling.gateway;

import static ai.h2o.sparkling.gateway.H2OError.quote;

import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * The jobs that clients have asked after, and what became of those whose cloud was lost: they failed. H2O's clients take an error of the
 * server for one that passes and ask for a minute and a half again; of a job that failed they tell the user at once.
 *
 * <p>Guarded by its own monitor.
 */
final class LostJobs {
    private static final Pattern POLL = Pattern.compile("/3/Jobs/([^/]+)");
    private static final int MAX_JOBS = 4096;

    /** Of a job whose cloud is there, as far as is known. */
    private static final String NONE = "";

    // By key; the one that was asked after longest ago makes room.
    private final Map<String, String> reasons = new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
            return size() > MAX_JOBS;
        }
    };

    /** Notes that someone asks after a job, if that is what the request is; the result is why the job failed, if its cloud was lost. */
    synchronized Optional<String> ask(String method, String path) {
        var poll = POLL.matcher(path);
        if (!method.equals("GET") || !poll.matches()) {
            return Optional.empty();
        }
        var reason = reasons.merge(keyIn(poll), NONE, (known, none) -> known);
        return reason.equals(NONE) ? Optional.empty() : Optional.of(reason);
    }

    /** The cloud of all jobs so far is lost, but these go on in the next one, or may. */
    synchronized void lost(String reason, Set<String> except) {
        reasons.replaceAll((key, known) -> {
            if (except.contains(key)) {
                return NONE;
            }
            return known.equals(NONE) ? reason : known;
        });
    }

    private static String keyIn(Matcher poll) {
        return URLDecoder.decode(poll.group(1), StandardCharsets.UTF_8);
    }

    /** Tells that the job has failed, in H2O's schema {@code JobsV3}. */
    static void tell(String path, String reason, Response response, Callback callback) {
        var body = ByteBuffer.wrap(toJson(path, reason).getBytes(StandardCharsets.UTF_8));
        var headers = response.getHeaders();
        headers.put(HttpHeader.CONTENT_TYPE, "application/json;charset=utf-8");
        headers.put(HttpHeader.CONTENT_LENGTH, body.remaining());
        headers.put(HttpHeader.CACHE_CONTROL, "no-store");
        headers.put("X-Content-Type-Options", "nosniff");
        response.write(true, body, callback);
    }

    static String toJson(String path, String reason) {
        var poll = POLL.matcher(path);
        var key = quote(poll.matches() ? keyIn(poll) : "");
        var text = quote(reason);
        return """
                {"__meta":{"schema_version":3,"schema_name":"JobsV3","schema_type":"Jobs"},"jobs":[\
                {"__meta":{"schema_version":3,"schema_name":"JobV3","schema_type":"Job"},\
                "key":{"name":%s,"type":"Key<Job>","URL":%s},"description":"Lost with its cloud","status":"FAILED",\
                "progress":0.0,"progress_msg":"Lost with its cloud","start_time":0,"msec":0,\
                "dest":{"name":"","type":"Key<Keyed>","URL":null},"warnings":null,"exception":%s,"stacktrace":%s,\
                "ready_for_view":false,"auto_recoverable":false}]}"""
                .formatted(key, quote(path), text, text);
    }
}
