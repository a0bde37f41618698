package ai.h2o.sparkling.engine.sockets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ByteChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class NodeDoorTest {
    private static final byte[] HEAD = {2, 5, 0, 3, 0, (byte) 0xef};

    private final List<AutoCloseable> open = new ArrayList<>();
    private ServerSocketChannel server;
    private NodeTls tls;
    private NodeDoor door;

    @BeforeEach
    void openTheDoor() throws Exception {
        tls = new NodeTls(Keys.make());
        server = kept(ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)));
        door = new NodeDoor(server, visitor -> tls.server(visitor), Duration.ofSeconds(2)).open();
    }

    @AfterEach
    void closeAll() throws Exception {
        for (var closeable : open) {
            closeable.close();
        }
    }

    @Test
    void aNodeWithTheKeyComesInAndTalksBothWays() throws Exception {
        var node = node();
        node.write(ByteBuffer.wrap(HEAD));
        var accepted = door.connection(door.next());

        var head = ByteBuffer.allocate(HEAD.length);
        readFully(accepted, head);
        assertThat(head.array()).isEqualTo(HEAD);
        both(node, accepted);
        both(accepted, node);
    }

    /** More than fits into any buffer, through buffers with and without an array. */
    private static void both(ByteChannel from, ByteChannel to) throws Exception {
        var data = new byte[300_000];
        new Random(7).nextBytes(data);
        var direct = ByteBuffer.allocateDirect(data.length).put(data).flip();
        var writing = CompletableFuture.runAsync(() -> {
            try {
                while (direct.hasRemaining()) {
                    from.write(direct);
                }
                from.write(ByteBuffer.wrap(data));
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
        var first = ByteBuffer.allocate(data.length);
        readFully(to, first);
        var second = ByteBuffer.allocateDirect(data.length);
        readFully(to, second);
        writing.get(20, TimeUnit.SECONDS);
        assertThat(first.array()).isEqualTo(data);
        assertThat(second.flip()).isEqualTo(ByteBuffer.wrap(data));
    }

    @Test
    void whoHangsUpIsSeen() throws Exception {
        var node = node();
        node.write(ByteBuffer.wrap(HEAD));
        var accepted = door.connection(door.next());
        readFully(accepted, ByteBuffer.allocate(HEAD.length));

        node.close();

        assertThat(accepted.read(ByteBuffer.allocateDirect(10))).isEqualTo(-1);
    }

    @Test
    void strangersGetNothingAndStopNobody() throws Exception {
        var silent = stranger();
        var garbage = stranger();
        garbage.getOutputStream().write(new byte[] {9, 9, 9, 9, 9, 9, 9, 9});
        var plain = stranger();
        plain.getOutputStream().write(HEAD);
        var http = stranger();
        http.getOutputStream().write("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        var drop = stranger();
        drop.close();

        assertNodeComesIn();
        for (var socket : List.of(silent, garbage, plain, http)) {
            assertThat(plainAnswer(socket)).isLessThan(50);
        }
    }

    /** How many bytes came until the connection ended: at most TLS's word that it is not understood. */
    private static int plainAnswer(Socket socket) throws IOException {
        socket.setSoTimeout(10_000);
        try {
            return socket.getInputStream().readAllBytes().length;
        } catch (java.net.SocketException e) {
            return 0; // reset
        }
    }

    @Test
    void aClientWithoutCertificateIsTurnedAway() throws Exception {
        var context = SSLContext.getInstance("TLSv1.3");
        context.init(null, new TrustManager[] {new TrustsAnybody()}, null);

        assertTurnedAway(context);
        assertNodeComesIn();
    }

    @Test
    void aClientWithAnotherCertificateIsTurnedAway() throws Exception {
        var other = Keys.make();
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        var certificate = CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(other.certificate()));
        var secret = KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(other.privateKey()));
        store.setKeyEntry("other", secret, "password".toCharArray(), new Certificate[] {certificate});
        var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, "password".toCharArray());
        var context = SSLContext.getInstance("TLSv1.3");
        context.init(keys.getKeyManagers(), new TrustManager[] {new TrustsAnybody()}, null);

        assertTurnedAway(context);
        assertNodeComesIn();
    }

    /** In TLS 1.3 a client learns last that it was turned away. */
    private void assertTurnedAway(SSLContext context) throws Exception {
        var socket = (SSLSocket) kept(context.getSocketFactory()
                .createSocket(InetAddress.getLoopbackAddress(), server.socket().getLocalPort()));
        socket.setSoTimeout(10_000);
        assertThatThrownBy(() -> {
                    socket.startHandshake();
                    socket.getOutputStream().write(HEAD);
                    if (socket.getInputStream().read() < 0) {
                        throw new IOException("closed");
                    }
                })
                .isInstanceOf(IOException.class)
                .isNotInstanceOf(java.net.SocketTimeoutException.class);
    }

    @Test
    void aNodeDoesNotTalkToAServerWithoutTheKey() throws Exception {
        var impostor = new NodeTls(Keys.make());
        var port = kept(ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)));
        new NodeDoor(port, impostor::server, Duration.ofSeconds(2)).open();
        var channel = kept(SocketChannel.open(port.getLocalAddress()));

        assertThatThrownBy(() -> tls.client(channel)).isInstanceOf(IOException.class);
    }

    @Test
    void aVisitorWhoDripsIsTurnedAwayByTheDeadline() throws Exception {
        var drip = stranger();
        var waiting = CompletableFuture.runAsync(
                () -> assertThatThrownBy(door::next).isInstanceOf(AsynchronousCloseException.class));
        // The beginning of a greeting that never ends, a byte at a time.
        var greeting = new byte[] {22, 3, 1, 127, 0, 1, 0, 126, 0, 3, 3};
        int[] sent = {0};
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(100))
                .until(() -> {
                    try {
                        drip.getOutputStream().write(sent[0] < greeting.length ? greeting[sent[0]++] : 0);
                        return false;
                    } catch (IOException e) {
                        return true;
                    }
                });

        server.close();
        waiting.get(10, TimeUnit.SECONDS);
    }

    @Test
    void whenItGetsCrowdedThoseWhoStoodThereLongestGo() throws Exception {
        var first = stranger();
        for (int i = 0; i < 64; i++) {
            stranger();
        }
        first.setSoTimeout(1500); // earlier than the deadline
        assertThat(plainAnswer(first)).isZero();
        assertNodeComesIn();
    }

    @Test
    void withTheServerTheDoorCloses() throws Exception {
        server.close();

        assertThatThrownBy(door::next).isInstanceOf(AsynchronousCloseException.class);
    }

    @Test
    void visitorsLeaveNoThread() throws Exception {
        stranger();
        stranger().close();
        assertNodeComesIn();

        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().equals("node-door-visitor")));
    }

    private void assertNodeComesIn() throws Exception {
        var node = node();
        node.write(ByteBuffer.wrap(HEAD));
        var accepted = door.connection(door.next());
        var head = ByteBuffer.allocateDirect(HEAD.length);
        readFully(accepted, head);
        assertThat(head.flip()).isEqualTo(ByteBuffer.wrap(HEAD));
    }

    private ByteChannel node() throws IOException {
        return tls.client(connect());
    }

    private SocketChannel connect() throws IOException {
        return kept(SocketChannel.open(server.getLocalAddress()));
    }

    private Socket stranger() throws IOException {
        return kept(new Socket(InetAddress.getLoopbackAddress(), server.socket().getLocalPort()));
    }

    private <T extends AutoCloseable> T kept(T closeable) {
        open.add(closeable);
        return closeable;
    }

    private static void readFully(ByteChannel channel, ByteBuffer target) throws IOException {
        while (target.hasRemaining()) {
            if (channel.read(target) < 0) {
                throw new IOException("ended early");
            }
        }
    }

    private static final class TrustsAnybody implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
