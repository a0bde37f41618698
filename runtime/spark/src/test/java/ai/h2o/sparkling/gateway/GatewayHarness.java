package ai.h2o.sparkling.gateway;

import ai.h2o.sparkling.settings.GatewaySettings;
import ai.h2o.sparkling.settings.KeyStoreSettings;
import ai.h2o.sparkling.settings.Secret;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;

/** A gateway in front of a {@link TestNode}, and a client that knows the password. */
final class GatewayHarness implements AutoCloseable {

    static final String PASSWORD = "the-password-of-the-user";
    static final String BASIC = basic("h2o", PASSWORD);

    final TestNode node;
    final Gateway gateway;
    final AtomicLong clockAhead = new AtomicLong();
    final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();

    GatewayHarness(String contextPath, UnaryOperator<GatewayOptions.Builder> options) throws IOException {
        this(contextPath, Duration.ofSeconds(30), Optional.empty(), options);
    }

    GatewayHarness(
            String contextPath,
            Duration nodeSilence,
            Optional<KeyStoreSettings> keyStore,
            UnaryOperator<GatewayOptions.Builder> options)
            throws IOException {
        node = new TestNode();
        gateway = Gateway.bind(
                        settings(0, contextPath, nodeSilence, keyStore),
                        options.apply(GatewayOptions.builder("127.0.0.1").maxLoginDelay(Duration.ofMillis(1)))
                                .build(),
                        () -> System.nanoTime() + clockAhead.get())
                .serve();
        gateway.route(new Upstream(node.base(), Secret.of(TestNode.CREDENTIAL)));
    }

    static GatewaySettings settings(
            int port, String contextPath, Duration nodeSilence, Optional<KeyStoreSettings> keyStore) {
        return new GatewaySettings(
                "h2o", Secret.of(PASSWORD), Optional.empty(), port, contextPath, keyStore, false, nodeSilence);
    }

    static String basic(String user, String password) {
        return "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    URI uri(String pathAndQuery) {
        return URI.create(gateway.uri() + pathAndQuery);
    }

    /** A request that carries the password. */
    HttpRequest.Builder request(String pathAndQuery) {
        return HttpRequest.newBuilder(uri(pathAndQuery))
                .timeout(Duration.ofSeconds(30))
                .header("Authorization", BASIC);
    }

    /** A request without any credential. */
    HttpRequest.Builder anonymous(String pathAndQuery) {
        return HttpRequest.newBuilder(uri(pathAndQuery)).timeout(Duration.ofSeconds(30));
    }

    HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    HttpResponse<String> get(String pathAndQuery) throws IOException, InterruptedException {
        return send(request(pathAndQuery));
    }

    /** A bare connection, for what no well-behaved client sends. */
    Socket connect() throws IOException {
        Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), gateway.uri().getPort());
        socket.setSoTimeout(20_000);
        return socket;
    }

    static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
    }

    /** Sends raw bytes, and returns all that comes back until the gateway closes the connection. */
    String exchange(String text) throws IOException {
        try (Socket socket = connect()) {
            write(socket, text);
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Override
    public void close() {
        node.release.countDown();
        gateway.close();
        node.close();
    }
}
