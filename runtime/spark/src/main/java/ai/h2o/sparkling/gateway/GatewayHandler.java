package ai.h2o.sparkling.gateway;

import ai.h2o.sparkling.gateway.login.BasicCredentials;
import ai.h2o.sparkling.gateway.login.Credentials;
import ai.h2o.sparkling.gateway.login.DirectoryLogins;
import ai.h2o.sparkling.gateway.login.LoginThrottle;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * What happens to a request, in this order: who sends it, whether a foreign page made the browser send it, whether the
 * gateway answers by itself, and else to the node with it.
 */
final class GatewayHandler extends Handler.Wrapper {

    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "DELETE");
    private static final String SHUTDOWN_ACCEPTED =
            """
            {"__meta":{"schema_version":3,"schema_name":"ShutdownV3","schema_type":"Shutdown"}}""";

    private enum Caller {
        BY_PASSWORD,
        BY_COOKIE,
        TO_BE_ASKED_FOR,
        WRONG,
        UNKNOWN
    }

    private final String contextPath;
    private final List<String> authorities;
    private final Router router;
    private final Forwarder forwarder;
    private final Credentials credentials;
    private final LoginThrottle throttle;
    private final LoginPages login;
    private final Optional<Runnable> onShutdownRequest;
    private final Optional<OwnRequests> own;
    private final Optional<DirectoryLogins> directory;
    private final Scheduler scheduler;

    /** @param authorities the {@code host:port} or hosts by which browsers know the gateway */
    GatewayHandler(
            String contextPath,
            List<String> authorities,
            Router router,
            Forwarder forwarder,
            Credentials credentials,
            LoginPages login,
            GatewayOptions options,
            Scheduler scheduler,
            LongSupplier nanoTime) {
        super(forwarder);
        this.contextPath = contextPath;
        this.authorities = authorities;
        this.router = router;
        this.forwarder = forwarder;
        this.credentials = credentials;
        this.login = login;
        this.throttle = new LoginThrottle(options.maxLoginDelay(), nanoTime);
        this.onShutdownRequest = options.onShutdownRequest();
        this.own = options.ownService().map(OwnRequests::new);
        own.ifPresent(this::addBean);
        this.directory = options.directory()
                .map(users -> new DirectoryLogins(users, scheduler, nanoTime, Gateway.THREAD_PREFIX));
        directory.ifPresent(this::addBean);
        this.scheduler = scheduler;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        String rawPath = request.getHttpURI().getPath();
        Optional<String> path = Paths.withoutContext(contextPath, rawPath);
        if (path.isPresent() && path.get().equals(Paths.LOGIN)) {
            login.answer(request, response, callback);
            return true;
        }

        Caller caller = identify(request);
        switch (caller) {
            case BY_PASSWORD, BY_COOKIE -> admit(caller, path, request, response, callback);
            case TO_BE_ASKED_FOR -> ask(path, request, response, callback);
            case WRONG -> refuseLater(request, response, callback);
            case UNKNOWN ->
                refuse("The gateway of the H2O cloud asks for its user name and password", request, response, callback);
        }
        return true;
    }

    private void admit(Caller caller, Optional<String> path, Request request, Response response, Callback callback) {
        if (caller == Caller.BY_PASSWORD) {
            throttle.succeeded(Request.getRemoteAddr(request));
        }
        String rawPath = request.getHttpURI().getPath();
        String method = request.getMethod();
        if (CrossSite.forged(method, request.getHeaders(), caller == Caller.BY_COOKIE, authorities)) {
            new H2OError(
                            HttpStatus.FORBIDDEN_403,
                            "The gateway refuses this request, because a page of another site made the browser send it")
                    .send(request, response, callback);
            return;
        }
        boolean ours = own.isPresent() && path.isPresent() && own.get().answers(path.get());
        if (!ours && !METHODS.contains(method)) {
            response.getHeaders().put(HttpHeader.ALLOW, "GET, HEAD, POST, PUT, DELETE");
            new H2OError(HttpStatus.METHOD_NOT_ALLOWED_405, "The gateway forwards no requests with this method")
                    .send(request, response, callback);
            return;
        }
        if (rawPath != null && Paths.hasDotSegments(rawPath)) {
            new H2OError(HttpStatus.BAD_REQUEST_400, "The path has '.' or '..' in it; resolve it before sending")
                    .send(request, response, callback);
            return;
        }
        if (path.isEmpty()) {
            outside(rawPath, request, response, callback);
            return;
        }
        if (method.equals("POST") && Paths.isShutdown(path.get())) {
            shutdown(request, response, callback);
            return;
        }
        if (ours) {
            own.get().answer(path.get(), request, response, callback);
            return;
        }
        if (Paths.isOfNodes(path.get())) {
            new H2OError(HttpStatus.NOT_FOUND_404, "There is nothing at this path").send(request, response, callback);
            return;
        }
        Optional<String> lost = router.jobs().ask(method, path.get());
        if (lost.isPresent()) {
            LostJobs.tell(path.get(), lost.get(), response, callback);
            return;
        }
        Router.State state = router.state();
        if (state instanceof Router.State.Routed routed) {
            forwarder.forward(request, response, callback, routed.upstream(), path.get());
        } else if (state instanceof Router.State.Unavailable unavailable) {
            new H2OError(HttpStatus.SERVICE_UNAVAILABLE_503, unavailable.reason()).send(request, response, callback);
        }
    }

    private Caller identify(Request request) {
        String authorization = request.getHeaders().get(HttpHeader.AUTHORIZATION);
        if (authorization != null && credentials.accept(authorization)) {
            return Caller.BY_PASSWORD;
        }
        if (login.hasSession(request)) {
            return Caller.BY_COOKIE;
        }
        if (authorization == null) {
            return Caller.UNKNOWN;
        }
        Optional<BasicCredentials> given =
                directory.isPresent() ? BasicCredentials.parse(authorization) : Optional.empty();
        if (given.isEmpty()) {
            return Caller.WRONG;
        }
        return directory.get().remembers(given.get()) ? Caller.BY_PASSWORD : Caller.TO_BE_ASKED_FOR;
    }

    /** The directory may take its time, so another thread goes on with the request. */
    private void ask(Optional<String> path, Request request, Response response, Callback callback) {
        BasicCredentials given = BasicCredentials.parse(request.getHeaders().get(HttpHeader.AUTHORIZATION))
                .orElseThrow();
        request.addIdleTimeoutListener(timeout -> false);
        directory.orElseThrow().ask(given, answer -> {
            try {
                answered(answer, path, request, response, callback);
            } catch (RuntimeException e) {
                // Nobody above this thread would tell the client.
                callback.failed(e);
            }
        });
    }

    private void answered(
            DirectoryLogins.Answer answer,
            Optional<String> path,
            Request request,
            Response response,
            Callback callback) {
        switch (answer) {
            case ACCEPTED -> admit(Caller.BY_PASSWORD, path, request, response, callback);
            case REFUSED -> refuseLater(request, response, callback);
            case NOT_THE_OWNER ->
                new H2OError(
                                HttpStatus.FORBIDDEN_403,
                                "This H2O cloud belongs to another user; spark.ext.h2o.user.name says to whom")
                        .send(request, response, callback);
            case UNKNOWN ->
                new H2OError(
                                HttpStatus.SERVICE_UNAVAILABLE_503,
                                "The login service of the H2O cloud cannot be asked now; Spark's driver log says more")
                        .send(request, response, callback);
        }
    }

    private void refuseLater(Request request, Response response, Callback callback) {
        OptionalLong delay = throttle.failed(Request.getRemoteAddr(request));
        if (delay.isEmpty()) {
            response.getHeaders().put(HttpHeader.RETRY_AFTER, "2");
            new H2OError(HttpStatus.TOO_MANY_REQUESTS_429, "Too many wrong passwords at a time; try again in a moment")
                    .send(request, response, callback);
            return;
        }
        Runnable answer = () -> {
            throttle.answered();
            refuse("The user name or the password for the H2O cloud is wrong", request, response, callback);
        };
        request.addIdleTimeoutListener(timeout -> false);
        scheduler.schedule(answer, delay.getAsLong(), TimeUnit.NANOSECONDS);
    }

    private static void refuse(String message, Request request, Response response, Callback callback) {
        response.getHeaders().put(HttpHeader.WWW_AUTHENTICATE, "Basic realm=\"H2O\", charset=\"UTF-8\"");
        new H2OError(HttpStatus.UNAUTHORIZED_401, message).send(request, response, callback);
    }

    private void outside(String rawPath, Request request, Response response, Callback callback) {
        if (contextPath.equals(rawPath)) {
            response.getHeaders()
                    .put(HttpHeader.LOCATION, "./" + contextPath.substring(contextPath.lastIndexOf('/') + 1) + "/");
            response.setStatus(HttpStatus.PERMANENT_REDIRECT_308);
            response.write(true, null, callback);
        } else {
            new H2OError(HttpStatus.NOT_FOUND_404, "The H2O cloud is found below the path %s/".formatted(contextPath))
                    .send(request, response, callback);
        }
    }

    /** H2O's own shutdown would end the process that the node lives in, and that is Spark's executor. */
    private void shutdown(Request request, Response response, Callback callback) {
        if (onShutdownRequest.isEmpty()) {
            new H2OError(
                            HttpStatus.FORBIDDEN_403,
                            "An H2O cloud inside Spark is not shut down by /3/Shutdown; call H2OContext.stop() instead")
                    .send(request, response, callback);
            return;
        }
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
        // A thread of its own, since it will most likely close this gateway, which waits for the gateway's threads.
        Thread thread = new Thread(onShutdownRequest.get(), Gateway.THREAD_PREFIX + "shutdown");
        thread.setDaemon(true);
        org.eclipse.jetty.io.Content.Sink.write(
                response, true, SHUTDOWN_ACCEPTED, Callback.from(callback, thread::start));
    }
}
