package ai.h2o.sparkling.gateway;

import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpHeaderValue;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.component.AbstractLifeCycle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries requests to the {@link OwnService}, whose answers may wait for Spark or for a node. They have threads of their own, of
 * which there are only so many, so that those of the gateway never wait.
 */
final class OwnRequests extends AbstractLifeCycle {
    private static final Logger LOG = LoggerFactory.getLogger(OwnRequests.class);

    /** Bodies are a few names; nobody sends data this way. */
    static final int LARGEST_BODY = 64 * 1024;

    private static final int THREADS = 16;
    private static final int WAITING = 128;
    private static final int IDLE_SECONDS = 30;

    private final OwnService service;
    private final AtomicInteger numbers = new AtomicInteger();
    private final ThreadPoolExecutor threads;

    OwnRequests(OwnService service) {
        this.service = service;
        threads = new ThreadPoolExecutor(
                THREADS, THREADS, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(WAITING), task -> {
                    var thread = new Thread(task, Gateway.THREAD_PREFIX + "own-" + numbers.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
    }

    boolean answers(String path) {
        return service.answers(path);
    }

    @Override
    protected void doStop() {
        threads.shutdownNow();
    }

    void answer(String path, Request request, Response response, Callback callback) {
        // While Spark works, neither side moves a byte.
        request.addIdleTimeoutListener(timeout -> false);
        SmallBody.of(request, LARGEST_BODY, new SmallBody.Taker() {
            @Override
            public void whole(byte[] body) {
                hand(path, body, request, response, callback);
            }

            @Override
            public void tooLarge(boolean read) {
                refuseBody(read, request, response, callback);
            }
        });
    }

    private static void refuseBody(boolean read, Request request, Response response, Callback callback) {
        if (!read) {
            // The connection ends with what is left of the body; who is not told may send the next request by it.
            response.getHeaders().put(HttpHeader.CONNECTION, HttpHeaderValue.CLOSE.asString());
        }
        new H2OError(
                        HttpStatus.PAYLOAD_TOO_LARGE_413,
                        "The body has more than %d kB, or broke off; nothing here takes more"
                                .formatted(LARGEST_BODY >> 10))
                .send(request, response, callback);
    }

    private void hand(String path, byte[] body, Request request, Response response, Callback callback) {
        var query = request.getHttpURI().getQuery();
        var type = request.getHeaders().get(HttpHeader.CONTENT_TYPE);
        var own = new OwnRequest(
                request.getMethod().toUpperCase(Locale.ROOT),
                path,
                query == null ? "" : query,
                type == null ? "" : type,
                body);
        try {
            threads.execute(() -> send(ask(own), request, response, callback));
        } catch (RejectedExecutionException e) {
            response.getHeaders().put(HttpHeader.RETRY_AFTER, "1");
            new H2OError(HttpStatus.SERVICE_UNAVAILABLE_503, "Too many requests wait for Spark; try again in a moment")
                    .send(request, response, callback);
        }
    }

    private OwnAnswer ask(OwnRequest request) {
        try {
            return service.answer(request);
        } catch (RuntimeException | Error e) {
            LOG.warn("The request {} {} failed", request.method(), request.path(), e);
            return new OwnAnswer.Failure(HttpStatus.INTERNAL_SERVER_ERROR_500, Map.of(), "The request failed: " + e);
        }
    }

    private static void send(OwnAnswer answer, Request request, Response response, Callback callback) {
        var headers = response.getHeaders();
        if (answer instanceof OwnAnswer.Failure failure) {
            failure.headers().forEach(headers::put);
            new H2OError(failure.status(), failure.message()).send(request, response, callback);
        } else if (answer instanceof OwnAnswer.Content content) {
            headers.put(HttpHeader.CACHE_CONTROL, "no-store");
            headers.put("X-Content-Type-Options", "nosniff");
            content.headers().forEach(headers::put);
            response.setStatus(content.status());
            if (content.status() != HttpStatus.NO_CONTENT_204) {
                headers.put(HttpHeader.CONTENT_TYPE, content.contentType());
                headers.put(HttpHeader.CONTENT_LENGTH, content.body().length);
            }
            response.write(true, ByteBuffer.wrap(content.body()), callback);
        }
    }
}
