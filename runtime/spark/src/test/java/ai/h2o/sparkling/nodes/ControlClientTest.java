package ai.h2o.sparkling.nodes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.h2o.sparkling.engine.api.EngineFailure;
import ai.h2o.sparkling.engine.api.NodeAddress;
import ai.h2o.sparkling.settings.Secret;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A leader that does not answer, as one does not whose cloud has lost a member. */
@Timeout(60)
class ControlClientTest {
    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch over = new CountDownLatch(1);
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newCachedThreadPool(task -> {
            var thread = new Thread(task);
            thread.setDaemon(true);
            return thread;
        }));
        server.createContext("/", this::begin);
        server.start();
    }

    /** The head of an answer and the first byte of many. */
    private void begin(HttpExchange exchange) throws IOException {
        exchange.getRequestBody().readAllBytes();
        exchange.sendResponseHeaders(200, 1000);
        exchange.getResponseBody().write(1);
        exchange.getResponseBody().flush();
        asked.countDown();
        try {
            over.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @AfterEach
    void stop() {
        over.countDown();
        server.stop(0);
    }

    private ControlClient client(Duration deadline) {
        var address = server.getAddress();
        return new ControlClient(
                new NodeAddress(address.getHostString(), address.getPort(), 1), Secret.generate(), deadline);
    }

    @Test
    void anAnswerThatNeverEndsHasADeadline() {
        assertThatThrownBy(() -> client(Duration.ofSeconds(1)).listFrames())
                .isInstanceOf(EngineFailure.class)
                .hasMessageEndingWith("did not answer ListFrames within 1 s");
    }

    @Test
    void whoWaitsIsToldAtOnceWhyTheCloudIsLost() throws Exception {
        var client = client(Duration.ofMinutes(5));
        var waiting = CompletableFuture.supplyAsync(() -> failureOf(client));
        assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();

        client.giveUp("Executor 1 is gone");

        assertThat(waiting.get(5, TimeUnit.SECONDS)).isEqualTo("Executor 1 is gone");
        assertThat(failureOf(client)).isEqualTo("Executor 1 is gone");
    }

    @Test
    void whoIsInterruptedDoesNotWait() throws InterruptedException, ExecutionException {
        var client = client(Duration.ofMinutes(5));
        Thread.currentThread().interrupt();

        var failure = failureOf(client);

        assertThat(Thread.interrupted()).isTrue();
        assertThat(failure).endsWith("was interrupted");
    }

    private static String failureOf(ControlClient client) {
        try {
            return "answered " + client.listFrames();
        } catch (EngineFailure e) {
            return e.getMessage();
        }
    }
}
