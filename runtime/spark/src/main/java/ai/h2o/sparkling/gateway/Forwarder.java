package ai.h2o.sparkling.gateway;

import ai.h2o.sparkling.certificates.NobodyTrusted;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.transport.HttpClientTransportOverHTTP;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.io.ClientConnector;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.proxy.ProxyHandler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * Carries a request to the node and the answer back, in both directions as a stream under back-pressure.
 *
 * <p>Paths, queries and bodies pass as they are. Of the headers, those of the connection are dropped, and those that are
 * nobody's business on the other side: the client's credentials, and the node's cookies and server name.
 */
final class Forwarder extends ProxyHandler {

    private static final String EXCHANGE = Exchange.class.getName();

    /** Below the node's own, so that a request never meets a connection which the node is about to close. */
    private static final Duration IDLE_CONNECTION = Duration.ofSeconds(20);

    private static final Duration CONNECT = Duration.ofSeconds(10);

    private final Router router;
    private final Duration nodeSilence;
    private final Scheduler scheduler;
    private final int maxRequests;
    private final long maxFormBytes;

    /** @param nodeSilence the longest time in which the node moves no byte */
    Forwarder(Router router, Duration nodeSilence, GatewayOptions options, Scheduler scheduler) {
        this.router = router;
        this.nodeSilence = nodeSilence;
        this.maxRequests = options.maxRequests();
        this.maxFormBytes = options.maxFormBytes();
        this.scheduler = scheduler;
        setViaHost("sparkling-gateway");
    }

    @Override
    protected HttpClient newHttpClient() {
        ClientConnector connector = new ClientConnector();
        connector.setExecutor(getServer().getThreadPool());
        connector.setScheduler(scheduler);
        connector.setSelectors(1);
        connector.setConnectTimeout(CONNECT);
        connector.setIdleTimeout(IDLE_CONNECTION);
        var plain = new SslContextFactory.Client();
        plain.setSslContext(NobodyTrusted.context());
        connector.setSslContextFactory(plain);
        return new HttpClient(new HttpClientTransportOverHTTP(connector));
    }

    @Override
    protected void configureHttpClient(HttpClient client) {
        super.configureHttpClient(client);
        client.setName("sparkling-gateway-client");
        client.setExecutor(getServer().getThreadPool());
        client.setScheduler(scheduler);
        client.setUserAgentField(null);
        client.setMaxConnectionsPerDestination(maxRequests);
        client.setMaxRequestsQueuedPerDestination(maxRequests);
        client.setDestinationIdleTimeout(Duration.ofMinutes(1).toMillis());
        client.setResponseBufferSize(Gateway.STREAM_BUFFER);
        client.setMaxResponseHeadersSize(64 * 1024);
    }

    @Override
    public InvocationType getInvocationType() {
        return InvocationType.NON_BLOCKING;
    }

    /**
     * Forwards to the node.
     *
     * @param path of the request, without the context
     */
    void forward(Request request, Response response, Callback callback, Upstream upstream, String path) {
        HttpFields headers = request.getHeaders();
        if (BodyLimit.of(headers, maxFormBytes)
                .filter(limit -> limit.refuses(headers))
                .isPresent()) {
            tooLong().send(request, response, callback);
            return;
        }
        Exchange exchange = new Exchange(upstream, path);
        if (!router.enter(exchange)) {
            response.getHeaders().put(HttpHeader.RETRY_AFTER, "1");
            new H2OError(
                            HttpStatus.SERVICE_UNAVAILABLE_503,
                            "The gateway already forwards %d requests, which is its limit; try again in a moment"
                                    .formatted(maxRequests))
                    .send(request, response, callback);
            return;
        }
        Request.addCompletionListener(request, failure -> router.leave(exchange));
        // While the client waits for the node, neither moves a byte; the node's silence has its own bound.
        request.addIdleTimeoutListener(timeout -> false);
        request.setAttribute(EXCHANGE, exchange);
        handle(request, response, callback);
    }

    private static Exchange exchange(Request request) {
        return (Exchange) request.getAttribute(EXCHANGE);
    }

    @Override
    protected HttpURI rewriteHttpURI(Request request) {
        return HttpURI.from(exchange(request).upstream().nodeBase());
    }

    @Override
    protected org.eclipse.jetty.client.Request newProxyToServerRequest(Request request, HttpURI nodeBase) {
        Exchange exchange = exchange(request);
        String query = request.getHttpURI().getQuery();
        return getHttpClient()
                .newRequest(exchange.upstream().nodeBase())
                .path(query == null ? exchange.path() : exchange.path() + "?" + query)
                .method(request.getMethod())
                .idleTimeout(nodeSilence.toNanos(), TimeUnit.NANOSECONDS);
    }

    @Override
    protected void addProxyHeaders(Request request, org.eclipse.jetty.client.Request toNode) {
        addViaHeader(request, toNode);
        toNode.headers(headers -> {
            headers.remove(HttpHeader.HOST);
            headers.remove(HttpHeader.COOKIE);
            headers.put(
                    HttpHeader.AUTHORIZATION,
                    "Bearer " + exchange(request).upstream().credential().reveal());
        });
    }

    @Override
    protected org.eclipse.jetty.client.Request.Content newProxyToServerRequestContent(
            Request request, Response response, org.eclipse.jetty.client.Request toNode) {
        Optional<BodyLimit> limit = BodyLimit.of(request.getHeaders(), maxFormBytes);
        return new ProxyRequestContent(request) {

            @Override
            public Content.Chunk read() {
                Content.Chunk next = super.read();
                Content.Chunk chunk = limit.isPresent() ? limit.get().count(next) : next;
                if (Content.Chunk.isFailure(chunk)) {
                    exchange(request).bodyFailed(chunk.getFailure());
                }
                return chunk;
            }
        };
    }

    @Override
    protected void sendProxyToServerRequest(
            Request request, org.eclipse.jetty.client.Request toNode, Response response, Callback callback) {
        exchange(request).carriedBy(toNode);
        super.sendProxyToServerRequest(request, toNode, response, callback);
    }

    @Override
    protected org.eclipse.jetty.client.Response.CompleteListener newServerToProxyResponseListener(
            Request request, org.eclipse.jetty.client.Request toNode, Response response, Callback callback) {
        return new ProxyResponseListener(request, toNode, response, callback) {

            @Override
            public void onHeaders(org.eclipse.jetty.client.Response fromNode) {
                super.onHeaders(fromNode);
                adapt(exchange(request), response);
            }
        };
    }

    private static void adapt(Exchange exchange, Response response) {
        HttpFields.Mutable headers = response.getHeaders();
        headers.remove(HttpHeader.SET_COOKIE);
        headers.remove(HttpHeader.SERVER);
        String location = headers.get(HttpHeader.LOCATION);
        if (location != null) {
            headers.put(
                    HttpHeader.LOCATION,
                    Paths.location(location, exchange.upstream().nodeBase(), exchange.path()));
        }
        if (response.getStatus() == HttpStatus.UNAUTHORIZED_401) {
            // The node does not know the gateway's credential. It is no use to ask the user for another one.
            headers.remove(HttpHeader.WWW_AUTHENTICATE);
            response.setStatus(HttpStatus.BAD_GATEWAY_502);
        }
    }

    @Override
    protected void onServerToProxyResponseFailure(
            Request request,
            org.eclipse.jetty.client.Request toNode,
            org.eclipse.jetty.client.Response fromNode,
            Response response,
            Callback callback,
            Throwable failure) {
        if (response.isCommitted()) {
            // Too late for a message: the connection breaks off, so that nobody takes half an answer for a whole one.
            callback.failed(failure);
            return;
        }
        response.reset();
        Exchange exchange = exchange(request);
        Optional<String> endedBecause = exchange.endedBecause();
        H2OError error;
        if (endedBecause.isPresent()) {
            error = new H2OError(HttpStatus.SERVICE_UNAVAILABLE_503, endedBecause.get());
        } else if (exchange.isBodyTooLong()) {
            error = tooLong();
        } else if (exchange.hasBodyFailed()) {
            error = new H2OError(HttpStatus.BAD_REQUEST_400, "The body of the request is malformed, or broke off");
        } else if (failure instanceof TimeoutException) {
            error = new H2OError(
                    HttpStatus.GATEWAY_TIMEOUT_504,
                    "The leader node of the H2O cloud at %s did not answer within %d s"
                            .formatted(exchange.upstream().nodeBase().getAuthority(), nodeSilence.toSeconds()));
        } else {
            error = new H2OError(
                    HttpStatus.BAD_GATEWAY_502,
                    "The leader node of the H2O cloud at %s cannot be reached, or broke off: %s"
                            .formatted(
                                    exchange.upstream().nodeBase().getAuthority(),
                                    failure.getClass().getSimpleName()));
        }
        error.send(request, response, callback);
    }

    private H2OError tooLong() {
        return new H2OError(
                HttpStatus.PAYLOAD_TOO_LARGE_413,
                "The gateway forwards forms and JSON of at most %d MB; send data as a file, which has no limit"
                        .formatted(maxFormBytes >> 20));
    }
}
