package ai.h2o.sparkling.gateway;

import static ai.h2o.sparkling.gateway.GatewayHarness.BASIC;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ai.h2o.sparkling.errors.GatewayException;
import ai.h2o.sparkling.gateway.login.Credentials;
import ai.h2o.sparkling.settings.Secret;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.config.Configurator;
import org.eclipse.jetty.server.Server;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class GatewayLifeTest {

    @Test
    void beforeTheFirstRouteTheCloudIsStarting() throws Exception {
        try (GatewayHarness harness = new GatewayHarness("", UnaryOperator.identity());
                Gateway fresh = start(0)) {
            HttpResponse<String> response =
                    harness.send(harness.request("").uri(fresh.uri().resolve("/3/Cloud")));

            assertThat(response.statusCode()).isEqualTo(503);
            assertThat(response.body()).contains("The H2O cloud is still starting");
        }
    }

    @Test
    void theAddressStaysWhenTheCloudGoesAndAnotherComes() throws Exception {
        try (GatewayHarness harness = new GatewayHarness("", UnaryOperator.identity());
                TestNode next = new TestNode()) {
            harness.get("/first");
            harness.gateway.unavailable("Executor 7 was lost; \"frame\" <b> is gone\n");
            HttpResponse<String> between = harness.get("/between?secret=1");
            harness.gateway.route(new Upstream(next.base(), Secret.of("next")));
            HttpResponse<String> after = harness.get("/after");

            assertThat(between.statusCode()).isEqualTo(503);
            assertThat(between.headers().firstValue("Content-Type")).hasValue("application/json");
            assertThat(between.body())
                    .contains(
                            "\"__meta\":{\"schema_version\":3,\"schema_name\":\"H2OErrorV3\",\"schema_type\":\"H2OError\"}")
                    .contains("\"error_url\":\"/between\"", "\"http_status\":503", "\"values\":{}", "\"stacktrace\":[]")
                    .contains("\"msg\":\"Executor 7 was lost; \\\"frame\\\" \\u003cb\\u003e is gone\\n\"")
                    .contains("\"dev_msg\":", "\"exception_msg\":", "\"exception_type\":", "\"timestamp\":");
            assertThat(after.statusCode()).isEqualTo(200);
            assertThat(next.last().headers().getFirst("Authorization")).isEqualTo("Bearer next");
        }
    }

    @Test
    void requestsOnTheirWayEndWithTheReason() throws Exception {
        try (GatewayHarness harness = new GatewayHarness("", UnaryOperator.identity())) {
            CompletableFuture<HttpResponse<String>> waiting = harness.client.sendAsync(
                    harness.request("/held").POST(BodyPublishers.ofString("x")).build(), BodyHandlers.ofString());
            await().until(() -> harness.node.seen.size() == 1);
            harness.gateway.unavailable("Executor 7 was lost");

            HttpResponse<String> response = waiting.get(10, TimeUnit.SECONDS);
            assertThat(response.statusCode()).isEqualTo(503);
            assertThat(response.body()).contains("Executor 7 was lost");
        }
    }

    @Test
    void anAnswerThatHasBegunBreaksOff() throws Exception {
        try (GatewayHarness harness = new GatewayHarness("", UnaryOperator.identity());
                Socket socket = harness.connect()) {
            GatewayHarness.write(socket, "GET /half HTTP/1.1\r\nHost: x\r\nAuthorization: " + BASIC + "\r\n\r\n");
            StringBuilder begun = new StringBuilder();
            while (!begun.toString().endsWith("half")) {
                begun.append((char) socket.getInputStream().read());
            }
            harness.gateway.unavailable("Executor 7 was lost");

            assertThat(rest(socket)).isEmpty();
        }
    }

    @Test
    void aNodeThatDiesInTheMiddleOfAnAnswerBreaksItOff() throws Exception {
        try (GatewayHarness harness = new GatewayHarness("", UnaryOperator.identity())) {
            CompletableFuture<HttpResponse<String>> half =
                    harness.client.sendAsync(harness.request("/half").build(), BodyHandlers.ofString());
            await().until(() -> harness.node.seen.size() == 1);
            harness.node.close();

            assertThatThrownBy(() -> half.get(10, TimeUnit.SECONDS)).hasCauseInstanceOf(IOException.class);
        }
    }

    @Test
    void aClientThatDoesNotReadHoldsNothingUp() throws Exception {
        try (GatewayHarness harness = new GatewayHarness("", UnaryOperator.identity());
                Socket socket = harness.connect()) {
            GatewayHarness.write(
                    socket, "GET /big?1000000000 HTTP/1.1\r\nHost: x\r\nAuthorization: " + BASIC + "\r\n\r\n");
            await().until(() -> harness.node.seen.size() == 1);
            assertThat(harness.get("/x").statusCode()).isEqualTo(200);
            harness.gateway.unavailable("Executor 7 was lost");

            await().atMost(Duration.ofSeconds(10)).until(() -> harness.node.brokenOff.get() == 1);
        }
    }

    @Test
    void anUploadOnItsWayEndsWithTheReason() throws Exception {
        try (GatewayHarness harness = new GatewayHarness("", UnaryOperator.identity());
                Socket socket = harness.connect()) {
            GatewayHarness.write(
                    socket,
                    "POST /sink HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\nAuthorization: " + BASIC
                            + "\r\n\r\nbegin");
            await().until(() -> harness.node.seen.size() == 1);
            harness.gateway.unavailable("Executor 7 was lost");

            assertThat(rest(socket)).startsWith("HTTP/1.1 503").contains("Executor 7 was lost");
        }
    }

    @Test
    void aSilentNodeIsNotWaitedForForEver() throws Exception {
        try (GatewayHarness harness =
                new GatewayHarness("", Duration.ofMillis(300), Optional.empty(), UnaryOperator.identity())) {
            HttpResponse<String> response = harness.get("/held");

            assertThat(response.statusCode()).isEqualTo(504);
            assertThat(response.body()).contains("did not answer within");
        }
    }

    @Test
    void aNodeMayThinkLongerThanAClientMayIdle() throws Exception {
        try (GatewayHarness harness = new GatewayHarness("", options -> options.idleTimeout(Duration.ofMillis(100)))) {
            CompletableFuture<HttpResponse<String>> waiting =
                    harness.client.sendAsync(harness.request("/held").build(), BodyHandlers.ofString());
            await().until(() -> harness.node.seen.size() == 1);
            CompletableFuture.delayedExecutor(600, TimeUnit.MILLISECONDS).execute(harness.node.release::countDown);

            assertThat(waiting.get(10, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void moreRequestsThanAllowedAreToldToComeBack() throws Exception {
        try (GatewayHarness harness = new GatewayHarness("", options -> options.maxRequests(1))) {
            CompletableFuture<HttpResponse<String>> first =
                    harness.client.sendAsync(harness.request("/held").build(), BodyHandlers.ofString());
            await().until(() -> harness.node.seen.size() == 1);
            HttpResponse<String> second = harness.get("/x");

            assertThat(second.statusCode()).isEqualTo(503);
            assertThat(second.headers().firstValue("Retry-After")).hasValue("1");
            assertThat(second.body()).contains("already forwards 1 requests, which is its limit");
            harness.node.release.countDown();
            assertThat(first.get(10, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
            await().untilAsserted(
                            () -> assertThat(harness.get("/x").statusCode()).isEqualTo(200));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "GET /x HTTP/1.1\r\nHost: x\r\nAuthorization: BASIC\r\n\r\n"})
    void headersThatTrickleInAreCutOff(String before) throws Exception {
        try (GatewayHarness harness = new GatewayHarness("", options -> options.headerTimeout(Duration.ofMillis(400)));
                Socket socket = harness.connect()) {
            GatewayHarness.write(socket, before.replace("BASIC", BASIC) + "GET /x HTTP/1.1\r\nX: ");
            socket.setSoTimeout(50);

            await().atMost(Duration.ofSeconds(10)).until(() -> {
                try {
                    GatewayHarness.write(socket, "x");
                    return socket.getInputStream().read() < 0;
                } catch (SocketTimeoutException stillOpen) {
                    return false;
                } catch (IOException reset) {
                    return true;
                }
            });
        }
    }

    @Test
    void headersHaveALimit() throws Exception {
        try (GatewayHarness harness = new GatewayHarness("", options -> options.maxHeaderBytes(4096))) {
            String longHeader = "GET /x HTTP/1.1\r\nHost: x\r\nX: " + "x".repeat(5000) + "\r\n\r\n";
            String longUri = "GET /" + "x".repeat(5000) + " HTTP/1.1\r\nHost: x\r\n\r\n";

            assertThat(harness.exchange(longHeader)).startsWith("HTTP/1.1 431").contains("H2OErrorV3");
            assertThat(harness.exchange(longUri)).startsWith("HTTP/1.1 414").contains("H2OErrorV3");
            assertThat(harness.get("/x").statusCode()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u0000\u0001\u0002\r\n\r\n",
                "GET\r\n\r\n",
                "GET /x HTTP/9.9\r\n\r\n",
                "GET /x HTTP/1.1\r\n\r\n",
                "GET /x HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n",
                "POST /x HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
                "POST /x HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
                "POST /x HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
                "GET /x HTTP/1.1\r\nHost: x\r\n folded: y\r\n\r\n"
            })
    void malformedRequestsAreRefusedWithoutAStackTrace(String request) throws Exception {
        try (GatewayHarness harness = new GatewayHarness("", UnaryOperator.identity())) {
            String answer = harness.exchange(request);

            assertThat(answer).matches("(?s)HTTP/1.1 (400|401|505) .*").doesNotContain("\tat ", "eclipse");
            assertThat(harness.node.seen).isEmpty();
        }
    }

    @Test
    void formsHaveALimitAndFilesHaveNone() throws Exception {
        String form = "POST /sink HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: " + BASIC
                + "\r\nContent-Type: application/x-www-form-urlencoded; charset=utf-8\r\n";
        try (GatewayHarness harness = new GatewayHarness("", options -> options.maxFormBytes(1000))) {
            String announced = harness.exchange(form + "Content-Length: 1001\r\n\r\n" + "x".repeat(1001));
            String chunked = harness.exchange(
                    form + "Transfer-Encoding: chunked\r\n\r\n3e9\r\n" + "x".repeat(1001) + "\r\n0\r\n\r\n");
            String allowed = harness.exchange(
                    form + "Transfer-Encoding: chunked\r\n\r\n3e8\r\n" + "x".repeat(1000) + "\r\n0\r\n\r\n");
            HttpResponse<String> file = harness.send(harness.request("/sink")
                    .header("Content-Type", "application/octet-stream")
                    .POST(BodyPublishers.ofString("x".repeat(5000))));

            assertThat(announced).startsWith("HTTP/1.1 413").contains("send data as a file, which has no limit");
            assertThat(chunked).startsWith("HTTP/1.1 413");
            assertThat(allowed).startsWith("HTTP/1.1 200");
            assertThat(file.statusCode()).isEqualTo(200);
        }
    }

    @Test
    void aMalformedBodyIsNotTheNodesFault() throws Exception {
        try (GatewayHarness harness = new GatewayHarness("", UnaryOperator.identity())) {
            String answer = harness.exchange("POST /sink HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n"
                    + "Connection: close\r\nAuthorization: " + BASIC + "\r\n\r\n5\r\nhello\r\nZZ\r\n");

            assertThat(answer)
                    .startsWith("HTTP/1.1 400")
                    .contains("The body of the request is malformed, or broke off");
        }
    }

    @Test
    void aPortInUseIsNamed() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> start(taken.getLocalPort()))
                    .isInstanceOf(GatewayException.class)
                    .hasMessage(
                            "The gateway cannot listen at 127.0.0.1:%d, because the port is in use; set"
                                    + " spark.ext.h2o.client.web.port to a free port, or to 0 to have one chosen",
                            taken.getLocalPort());
        }
    }

    @Test
    void anAddressOfAnotherMachineIsNamed() {
        assertThatThrownBy(() -> Gateway.bind(
                        GatewayHarness.settings(0, "", Duration.ofSeconds(1), Optional.empty()),
                        GatewayOptions.builder("192.0.2.1").build()))
                .isInstanceOf(GatewayException.class)
                .hasMessageContaining("The gateway cannot listen at 192.0.2.1:0: ")
                .hasMessageContaining("set spark.ext.h2o.client.ip to an address of this machine");
    }

    @Test
    void closingLetsRequestsFinishAndIsDoneOnce() throws Exception {
        try (GatewayHarness harness = new GatewayHarness("", UnaryOperator.identity())) {
            CompletableFuture<HttpResponse<String>> running =
                    harness.client.sendAsync(harness.request("/held").build(), BodyHandlers.ofString());
            await().until(() -> harness.node.seen.size() == 1);
            CompletableFuture.delayedExecutor(200, TimeUnit.MILLISECONDS).execute(harness.node.release::countDown);
            harness.gateway.close();
            harness.gateway.close();

            assertThat(running.get(10, TimeUnit.SECONDS).body()).isEqualTo("hello");
            assertThatThrownBy(() -> harness.get("/x")).isInstanceOf(IOException.class);
            try (ServerSocket freed =
                    new ServerSocket(harness.gateway.uri().getPort(), 1, InetAddress.getLoopbackAddress())) {
                assertThat(freed.isBound()).isTrue();
            }
        }
    }

    @Test
    void closingDoesNotWaitForEver() throws Exception {
        try (GatewayHarness harness = new GatewayHarness("", options -> options.closeTimeout(Duration.ofMillis(100)))) {
            CompletableFuture<HttpResponse<String>> running =
                    harness.client.sendAsync(harness.request("/held").build(), BodyHandlers.ofString());
            await().until(() -> harness.node.seen.size() == 1);
            harness.gateway.close();

            assertThat(running.handle((response, failure) -> failure != null || response.statusCode() == 503)
                            .get(10, TimeUnit.SECONDS))
                    .isTrue();
        }
    }

    @Test
    void aShutdownIsHandedToWhoeverWantsIt() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        Gateway[] gateway = new Gateway[1];
        try (GatewayHarness harness = new GatewayHarness(
                "",
                options -> options.onShutdownRequest(() -> {
                    gateway[0].close();
                    asked.countDown();
                }))) {
            gateway[0] = harness.gateway;
            HttpResponse<String> response =
                    harness.send(harness.request("/3/Shutdown").POST(BodyPublishers.noBody()));

            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.body()).contains("\"schema_name\":\"ShutdownV3\"");
            assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(harness.node.seen).isEmpty();
        }
    }

    @Test
    void allThreadsAreDaemonsUnderOneNameAndEnd() throws Exception {
        Properties before = (Properties) System.getProperties().clone();
        try (GatewayHarness harness = new GatewayHarness("", UnaryOperator.identity())) {
            harness.get("/x");
            assertThat(threads("sparkling-gateway-")).isNotEmpty().allMatch(Thread::isDaemon);
            assertThat(threads("qtp")).isEmpty();
            assertThat(threads("HttpClient@")).isEmpty();
            assertThat(threads("Scheduler")).isEmpty();
        }
        await().until(() -> threads("sparkling-gateway-").isEmpty());
        assertThat(System.getProperties()).isEqualTo(before);
    }

    @Test
    void theHttpLibraryDoesNotLogHeadersWhateverSparksLogLevelIs() throws Exception {
        Level before = LogManager.getRootLogger().getLevel();
        try (GatewayHarness harness = new GatewayHarness("", UnaryOperator.identity())) {
            Configurator.setRootLevel(Level.TRACE);
            assertThat(LogManager.getLogger(Server.class).isInfoEnabled()).isFalse();
            assertThat(harness.get("/x").statusCode()).isEqualTo(200);
        } finally {
            Configurator.setRootLevel(before);
        }
    }

    @Test
    void secretsAreNotPrinted() throws Exception {
        try (GatewayHarness harness = new GatewayHarness("", UnaryOperator.identity())) {
            Upstream upstream = new Upstream(harness.node.base(), Secret.of(TestNode.CREDENTIAL));

            assertThat(upstream + " " + harness.gateway + new Credentials("h2o", Secret.of(GatewayHarness.PASSWORD)))
                    .doesNotContain(TestNode.CREDENTIAL, GatewayHarness.PASSWORD);
        }
    }

    private static Gateway start(int port) {
        return Gateway.bind(
                        GatewayHarness.settings(port, "", Duration.ofSeconds(1), Optional.empty()),
                        GatewayOptions.builder("127.0.0.1").build())
                .serve();
    }

    private static List<Thread> threads(String prefix) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith(prefix))
                .toList();
    }

    /** All until the end of the connection, be it closed or reset. */
    private static String rest(Socket socket) {
        StringBuilder rest = new StringBuilder();
        try {
            for (int c = socket.getInputStream().read();
                    c >= 0;
                    c = socket.getInputStream().read()) {
                rest.append((char) c);
            }
        } catch (SocketTimeoutException e) {
            throw new AssertionError("the connection stays open", e);
        } catch (IOException reset) {
            return rest.toString();
        }
        return rest.toString();
    }
}
