package ai.h2o.sparkling.gateway;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.CRC32;

/** A small real HTTP server that stands for the leader node. What it answers is said by the path. */
final class TestNode implements AutoCloseable {

    /** What arrived. */
    record Seen(String method, String uri, Headers headers) {}

    static final String CREDENTIAL = "credential-of-the-generation";

    final List<Seen> seen = new CopyOnWriteArrayList<>();
    final CountDownLatch release = new CountDownLatch(1);
    final AtomicLong brokenOff = new AtomicLong();
    private final HttpServer server;
    private final ExecutorService threads;

    TestNode() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        threads = Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "test-node");
            thread.setDaemon(true);
            return thread;
        });
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    URI base() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    Seen last() {
        return seen.get(seen.size() - 1);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            if (path.equals("/sink")) {
                sink(exchange);
                return;
            }
            if (path.equals("/held")) {
                seen.add(seen(exchange));
                await();
            }
            byte[] body = exchange.getRequestBody().readAllBytes();
            seen.add(seen(exchange));
            switch (path) {
                case "/big" -> big(exchange);
                case "/half" -> {
                    exchange.sendResponseHeaders(200, 1000);
                    exchange.getResponseBody().write("half".getBytes(StandardCharsets.UTF_8));
                    exchange.getResponseBody().flush();
                    await();
                }
                case "/nothing" -> exchange.sendResponseHeaders(204, -1);
                case "/redirect" -> {
                    exchange.getResponseHeaders()
                            .set("Location", exchange.getRequestURI().getQuery());
                    exchange.sendResponseHeaders(303, -1);
                }
                case "/refused" -> {
                    exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"node\"");
                    exchange.sendResponseHeaders(401, -1);
                }
                case "/gzip" -> {
                    exchange.getResponseHeaders().set("Content-Encoding", "gzip");
                    send(exchange, new byte[] {31, -117, 8, 0, 1, 2, 3});
                }
                default -> {
                    exchange.getResponseHeaders().set("Set-Cookie", "node=1");
                    exchange.getResponseHeaders().set("X-Node", "yes");
                    send(exchange, body.length == 0 ? "hello".getBytes(StandardCharsets.UTF_8) : body);
                }
            }
        }
    }

    private void await() {
        try {
            release.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Seen seen(HttpExchange exchange) {
        return new Seen(exchange.getRequestMethod(), exchange.getRequestURI().toString(), exchange.getRequestHeaders());
    }

    private static void send(HttpExchange exchange, byte[] body) throws IOException {
        boolean head = exchange.getRequestMethod().equals("HEAD");
        if (head) {
            exchange.getResponseHeaders().set("Content-Length", String.valueOf(body.length));
        }
        exchange.sendResponseHeaders(200, head ? -1 : body.length);
        if (!head) {
            exchange.getResponseBody().write(body);
        }
    }

    /** Streams as many bytes as the query says, chunked, all of one value. */
    private void big(HttpExchange exchange) throws IOException {
        long left = Long.parseLong(exchange.getRequestURI().getQuery());
        byte[] block = new byte[64 * 1024];
        Arrays.fill(block, (byte) 'x');
        exchange.sendResponseHeaders(200, 0);
        try (OutputStream out = exchange.getResponseBody()) {
            while (left > 0) {
                int length = (int) Math.min(left, block.length);
                out.write(block, 0, length);
                left -= length;
            }
        } catch (IOException e) {
            brokenOff.incrementAndGet();
            throw e;
        }
    }

    /** Counts what it gets. */
    private void sink(HttpExchange exchange) throws IOException {
        seen.add(seen(exchange));
        CRC32 crc = new CRC32();
        long count = 0;
        try (InputStream in = exchange.getRequestBody()) {
            byte[] block = new byte[64 * 1024];
            for (int length = in.read(block); length >= 0; length = in.read(block)) {
                crc.update(block, 0, length);
                count += length;
            }
        }
        send(exchange, (count + " " + crc.getValue()).getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        release.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
