package ai.h2o.sparkling.gateway;

import static java.util.Objects.requireNonNull;

import ai.h2o.sparkling.certificates.OwnCertificate;
import ai.h2o.sparkling.errors.GatewayException;
import ai.h2o.sparkling.gateway.login.Credentials;
import ai.h2o.sparkling.settings.GatewaySettings;
import ai.h2o.sparkling.settings.KeyStoreSettings;
import ai.h2o.sparkling.settings.Secret;
import java.io.File;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.channels.ServerSocketChannel;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.http.UriCompliance.Violation;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;
import org.eclipse.jetty.util.thread.Scheduler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one HTTP door to the H2O cloud, on the Spark driver.
 *
 * <p>It takes its port before the cloud exists and stays open, at the same address, while generations of the cloud come and go:
 * {@link #route} says where requests go from now on, {@link #unavailable} why they cannot go anywhere. Nothing behind it
 * answers without the user's password or a browser session that began with a {@linkplain #loginLink one-time link}.
 *
 * <p>All methods may be called by any thread at any time.
 */
public final class Gateway implements AutoCloseable {

    static final String THREAD_PREFIX = "sparkling-gateway-";

    private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);
    private static final String FLOW = "flow/index.html";
    private static final String PORT_SETTING = "spark.ext.h2o.client.web.port";
    private static final String HOST_SETTING = "spark.ext.h2o.client.ip";
    private static final String KEY_STORE_SETTING = "spark.ext.h2o.jks";
    private static final int MAX_THREADS = 32;
    private static final int BACKLOG = 128;

    /** Read at a time from a client or a node; Jetty's own 8 and 16 kB cost half of the throughput of large bodies. */
    static final int STREAM_BUFFER = 64 * 1024;

    /**
     * Keys of frames and models stand in paths, and users name them as they like: with slashes, percent signs, backslashes,
     * all encoded. They are passed on as they came, so no two readers can differ about them.
     */
    private static final UriCompliance URIS = UriCompliance.UNAMBIGUOUS.with(
            "sparkling-gateway",
            Violation.AMBIGUOUS_PATH_SEPARATOR,
            Violation.AMBIGUOUS_PATH_ENCODING,
            Violation.SUSPICIOUS_PATH_CHARACTERS);

    private final GatewaySettings settings;
    private final GatewayOptions options;
    private final LongSupplier nanoTime;
    private final Optional<OwnCertificate> certificate;
    private final Optional<SslContextFactory.Server> tls;
    private final ServerSocketChannel port;
    private final URI uri;
    private final Router router;
    private final AtomicBoolean closed = new AtomicBoolean();
    // Held while the door opens and while it shuts.
    private final ReentrantLock opening = new ReentrantLock();

    // Written once, by serve().
    private volatile Door door;

    /** What answers at the port. */
    private record Door(Server server, ServerConnector connector, LoginPages login) {}

    private Gateway(
            GatewaySettings settings,
            GatewayOptions options,
            LongSupplier nanoTime,
            Optional<OwnCertificate> certificate,
            Optional<SslContextFactory.Server> tls,
            ServerSocketChannel port) {
        this.settings = settings;
        this.options = options;
        this.nanoTime = nanoTime;
        this.certificate = certificate;
        this.tls = tls;
        this.port = port;
        router = new Router(options.maxRequests(), "The H2O cloud is still starting; try again in a moment");
        uri = URI.create((tls.isPresent() ? "https://" : "http://") + authority() + settings.contextPath());
    }

    /**
     * Takes the port, which is all that can be wrong with a gateway, and costs next to nothing. Clients may connect; they
     * are answered after {@link #serve}.
     *
     * @throws GatewayException if it cannot listen there, or cannot use the key store
     */
    public static Gateway bind(GatewaySettings settings, GatewayOptions options) {
        return bind(settings, options, System::nanoTime);
    }

    static Gateway bind(GatewaySettings settings, GatewayOptions options, LongSupplier nanoTime) {
        requireNonNull(settings, "settings is null");
        requireNonNull(options, "options is null");
        Optional<OwnCertificate> own = settings.ownCertificate()
                ? Optional.of(OwnCertificate.ofServer("the gateway to H2O", hosts(settings, options)))
                : Optional.empty();
        var tls = own.map(Gateway::tls).or(() -> settings.keyStore().map(Gateway::tls));
        return new Gateway(settings, options, nanoTime, own, tls, listen(settings, options));
    }

    /** All names by which the driver may be meant, from near and far. */
    private static Set<String> hosts(GatewaySettings settings, GatewayOptions options) {
        Set<String> hosts = new HashSet<>(Set.of("localhost", "127.0.0.1"));
        hosts.add(options.advertisedHost());
        hosts.add(options.bindHost());
        settings.host().ifPresent(hosts::add);
        return hosts;
    }

    /**
     * Begins to answer. Until the first {@link #route} it tells everybody that the cloud is starting.
     *
     * @throws GatewayException if it cannot
     */
    public Gateway serve() {
        opening.lock();
        try {
            return open();
        } finally {
            opening.unlock();
        }
    }

    private Gateway open() {
        if (closed.get()) {
            throw new GatewayException("The gateway at %s was closed before it opened".formatted(uri));
        }
        JettyManners.keepProperties();
        JettyManners.keepSecrets();
        Scheduler scheduler = new ScheduledExecutorScheduler(THREAD_PREFIX + "timer", true);
        Server server = new Server(threads(), scheduler, null);
        server.addBean(scheduler);
        server.setErrorHandler(new JsonErrors());
        server.setStopAtShutdown(false);

        ServerConnector connector =
                new ServerConnector(server, null, scheduler, null, 1, 1, protocols(tls, options.maxHeaderBytes()));
        connector.setIdleTimeout(options.idleTimeout().toMillis());
        connector.addBean(new SlowClientGuard(options.headerTimeout(), scheduler, nanoTime));
        server.addConnector(connector);
        server.addBean(new NetworkConnectionLimit(options.maxConnections(), connector));

        Forwarder forwarder = new Forwarder(router, settings.requestTimeout(), options, scheduler);
        LoginPages login = new LoginPages(tls.isPresent(), options, nanoTime);
        server.setHandler(new GatewayHandler(
                settings.contextPath(),
                Stream.concat(Stream.of(authority()), options.publicAuthority().stream())
                        .toList(),
                router,
                forwarder,
                new Credentials(settings.userName(), settings.password()),
                login,
                options,
                scheduler,
                nanoTime));
        door = new Door(server, connector, login);
        try {
            connector.open(port);
            server.start();
            if (closed.get()) {
                server.stop();
                throw new IllegalStateException("it was closed meanwhile");
            }
        } catch (Exception e) {
            close();
            throw new GatewayException("The gateway at %s could not start: %s".formatted(uri, e.getMessage()), e);
        }
        LOG.info("The gateway to the H2O cloud listens at {}", uri);
        return this;
    }

    private String authority() {
        String host = options.advertisedHost();
        return (host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host) + ":"
                + port.socket().getLocalPort();
    }

    /** {@code http(s)://host:port/context-path}, without a slash at its end. */
    public URI uri() {
        return uri;
    }

    /** The certificate that it has made for itself, if the settings asked for that. */
    public Optional<OwnCertificate> certificate() {
        return certificate;
    }

    /** From now on requests go there; those on their way to another node go on. */
    public void route(Upstream upstream) {
        router.route(requireNonNull(upstream, "upstream is null"));
        LOG.info("The gateway forwards to {}", upstream.nodeBase().getAuthority());
    }

    /**
     * From now on requests are answered with the reason. So are those on their way, at once; those of them that have begun
     * to answer lose their connection.
     */
    public void unavailable(String reason) {
        pause(reason);
        endJobs(reason, Set.of());
    }

    /** The same, but nobody is told yet that his job was lost, since it may go on. To be followed by {@link #endJobs}. */
    public void pause(String reason) {
        router.unavailable(requireNonNull(reason, "reason is null"));
    }

    /**
     * Whoever asks after a job that began before is told that it has failed, and why.
     *
     * @param except keys of those of which that is not so, or not known
     */
    public void endJobs(String reason, Set<String> except) {
        router.jobs().lost(requireNonNull(reason, "reason is null"), except);
    }

    /** A link that logs a browser in, once and within a few minutes, and leads to Flow. */
    public URI loginLink() {
        return loginLink(FLOW);
    }

    /**
     * A link that logs a browser in, once and within a few minutes.
     *
     * @param path where it leads to, relative to {@link #uri()}
     */
    public URI loginLink(String path) {
        return URI.create(uri + loginPath(path));
    }

    /** What follows the address, under which a browser reaches {@link #uri()}, in a link that logs it in once and leads to Flow. */
    public String loginPath() {
        return loginPath(FLOW);
    }

    private String loginPath(String path) {
        return Paths.LOGIN + "?ticket=" + door.login().ticket(requireNonNull(path, "path is null"));
    }

    /** Lets no new requests in, gives those on their way a short time to end, and frees the port. */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        if (!awaitOpening()) {
            closeQuietly(port);
            LOG.warn("The gateway at {} was closed while it was still opening", uri);
            return;
        }
        try {
            shut();
        } finally {
            opening.unlock();
        }
    }

    /** Takes the lock, if whoever opens the gateway lets go of it in time. */
    private boolean awaitOpening() {
        boolean interrupted = Thread.interrupted();
        try {
            return opening.tryLock(options.closeTimeout().toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            interrupted = true;
            return opening.tryLock();
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void shut() {
        if (door == null) {
            closeQuietly(port);
            return;
        }
        door.connector().close();
        boolean interrupted = false;
        try {
            router.awaitIdle(options.closeTimeout());
        } catch (InterruptedException e) {
            interrupted = true;
        }
        unavailable("The gateway to the H2O cloud is closed");
        // An interrupt would stop the stopping half-way.
        interrupted |= Thread.interrupted();
        try {
            door.server().stop();
        } catch (Exception e) {
            LOG.warn("The gateway at {} is closed, but not all of it ended in order", uri, e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public String toString() {
        return "Gateway[%s]".formatted(uri);
    }

    private static QueuedThreadPool threads() {
        QueuedThreadPool threads = new QueuedThreadPool(MAX_THREADS, 4);
        // The pool adds "-<number>" by itself.
        threads.setName(THREAD_PREFIX + "http");
        threads.setDaemon(true);
        return threads;
    }

    private static ConnectionFactory[] protocols(Optional<SslContextFactory.Server> tls, int maxHeaderBytes) {
        HttpConfiguration http = new HttpConfiguration();
        http.setRequestHeaderSize(maxHeaderBytes);
        http.setInputBufferSize(STREAM_BUFFER);
        http.setMaxResponseHeaderSize(64 * 1024);
        http.setSendServerVersion(false);
        http.setSendDateHeader(true);
        http.setUriCompliance(URIS);
        HttpConnectionFactory plain = new HttpConnectionFactory(http);
        if (tls.isEmpty()) {
            return new ConnectionFactory[] {plain};
        }
        // Users reach a driver by many names, and its certificate need not know them all; that is for clients to judge.
        http.addCustomizer(new SecureRequestCustomizer(false));
        return new ConnectionFactory[] {new SslConnectionFactory(tls.get(), plain.getProtocol()), plain};
    }

    private static SslContextFactory.Server tls(OwnCertificate own) {
        // The store never leaves the memory; Java wants a password all the same.
        var password = Secret.generate().reveal();
        return tls(own.keyStore(password), password);
    }

    private static SslContextFactory.Server tls(KeyStoreSettings settings) {
        String password = settings.password().reveal();
        KeyStore store;
        try {
            store = KeyStore.getInstance(new File(settings.path()), password.toCharArray());
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            throw new GatewayException(
                    "The key store %s of %s cannot be read: %s; check the path, the password and that it is a JKS or PKCS12 file"
                            .formatted(settings.path(), KEY_STORE_SETTING, e.getMessage()),
                    e);
        }
        settings.alias().ifPresent(alias -> checkAlias(store, alias, settings.path()));
        SslContextFactory.Server tls = tls(store, password);
        settings.alias().ifPresent(tls::setCertAlias);
        return tls;
    }

    private static SslContextFactory.Server tls(KeyStore store, String password) {
        SslContextFactory.Server tls = new SslContextFactory.Server();
        tls.setKeyStore(store);
        tls.setKeyStorePassword(password);
        tls.setKeyManagerPassword(password);
        return tls;
    }

    private static void checkAlias(KeyStore store, String alias, String path) {
        try {
            if (!store.isKeyEntry(alias)) {
                throw new GatewayException(
                        "The key store %s of %s has no private key under the alias '%s' that %s.alias names"
                                .formatted(path, KEY_STORE_SETTING, alias, KEY_STORE_SETTING));
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a key store that was just loaded is not loaded", e);
        }
    }

    private static ServerSocketChannel listen(GatewaySettings settings, GatewayOptions options) {
        String host = settings.host().orElse(options.bindHost());
        ServerSocketChannel port = null;
        try {
            port = ServerSocketChannel.open();
            // A port that was closed a moment ago may be taken again.
            port.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            return port.bind(new InetSocketAddress(host, settings.port()), BACKLOG);
        } catch (IOException | IllegalArgumentException e) {
            closeQuietly(port);
            boolean taken = e instanceof BindException
                    && e.getMessage() != null
                    && e.getMessage().contains("in use");
            String message = taken
                    ? "The gateway cannot listen at %s:%d, because the port is in use; set %s to a free port, or to 0 to have one chosen"
                            .formatted(host, settings.port(), PORT_SETTING)
                    : "The gateway cannot listen at %s:%d: %s; set %s to an address of this machine, or %s to another port"
                            .formatted(host, settings.port(), e, HOST_SETTING, PORT_SETTING);
            throw new GatewayException(message, e);
        }
    }

    private static void closeQuietly(ServerSocketChannel port) {
        if (port == null) {
            return;
        }
        try {
            port.close();
        } catch (IOException e) {
            LOG.debug("Closing a port failed", e);
        }
    }

    /** Errors that Jetty finds by itself, such as headers that are too long. */
    private static final class JsonErrors extends ErrorHandler {

        @Override
        public boolean handle(Request request, Response response, Callback callback) {
            int status = response.getStatus();
            Object reason = request.getAttribute(ErrorHandler.ERROR_MESSAGE);
            response.getHeaders().remove(HttpHeader.CONTENT_LENGTH);
            new H2OError(status, reason == null ? "HTTP status " + status : reason.toString())
                    .send(request, response, callback);
            return true;
        }
    }
}
