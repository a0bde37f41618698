package ai.h2o.sparkling.gateway;

import static ai.h2o.sparkling.gateway.GatewayHarness.BASIC;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class GatewayForwardingTest {

    private GatewayHarness harness;

    @BeforeEach
    void open() throws IOException {
        harness = new GatewayHarness("/h2o", UnaryOperator.identity());
    }

    @AfterEach
    void close() {
        harness.close();
    }

    @Test
    void theNodeGetsItsOwnCredentialAndNothingOfTheUsers() throws Exception {
        HttpResponse<String> response = harness.send(harness.request("/3/Cloud").header("Cookie", "a=b"));

        assertThat(response.body()).isEqualTo("hello");
        assertThat(response.headers().firstValue("X-Node")).hasValue("yes");
        assertThat(response.headers().firstValue("Set-Cookie")).isEmpty();
        var headers = harness.node.last().headers();
        assertThat(headers.get("Authorization")).containsExactly("Bearer " + TestNode.CREDENTIAL);
        assertThat(headers.get("Cookie")).isNull();
        assertThat(headers.getFirst("Host")).isEqualTo(harness.node.base().getAuthority());
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "POST", "PUT", "DELETE"})
    void methodsAndBodiesPass(String method) throws Exception {
        var body = method.equals("GET") ? BodyPublishers.noBody() : BodyPublishers.ofString("body-ü");
        HttpResponse<String> response = harness.send(harness.request("/x").method(method, body));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(harness.node.last().method()).isEqualTo(method);
        assertThat(response.body()).isEqualTo(method.equals("GET") ? "hello" : "body-ü");
    }

    @Test
    void otherMethodsAreRefused() throws Exception {
        HttpResponse<String> response = harness.send(harness.request("/x").method("PATCH", BodyPublishers.noBody()));

        assertThat(response.statusCode()).isEqualTo(405);
        assertThat(response.headers().firstValue("Allow")).hasValue("GET, HEAD, POST, PUT, DELETE");
        assertThat(harness.node.seen).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/3/Frames/a%2Fb.hex",
                "/3/Frames/100%25%20sure",
                "/3/Frames/%C3%BC%F0%9F%98%80?x=%C3%BC&y=%2F",
                "/3/Frames/c%5Cd",
                "/99/Rapids?ast=(%2B%20a%20b)&empty=&x",
                "/q?a=1+2&a=%2B"
            })
    void pathsAndQueriesPassAsTheyCame(String uri) throws Exception {
        assertThat(harness.get(uri).statusCode()).isEqualTo(200);
        assertThat(harness.node.last().uri()).isEqualTo(uri);
    }

    @Test
    void aQueryThatIsNoUriPassesToo() throws Exception {
        String answer = harness.exchange(
                "GET /h2o/x?a={b|c} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: " + BASIC + "\r\n\r\n");

        // The node of this test refuses it, with its own words; H2O's does not.
        assertThat(answer).startsWith("HTTP/1.1 400").contains("Bad Request");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/h2o/../x", "/h2o/%2e%2e/x", "/h2o//x", "/h2o/./x", "/h2o/%zz", "/h2o/\u0001"})
    void ambiguousPathsAreRefused(String path) throws Exception {
        String answer = harness.exchange(
                "GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: " + BASIC + "\r\n\r\n");

        assertThat(answer).matches("(?s)HTTP/1.1 (400|404) .*H2OErrorV3.*");
        assertThat(harness.node.seen).isEmpty();
    }

    @Test
    void theContextPathIsCutOffAndNothingIsOutsideOfIt() throws Exception {
        harness.get("/");
        assertThat(harness.node.last().uri()).isEqualTo("/");

        String elsewhere = harness.exchange(
                "GET /h2oo/3/Cloud HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: " + BASIC + "\r\n\r\n");
        assertThat(elsewhere).startsWith("HTTP/1.1 404").contains("below the path /h2o/");

        HttpResponse<String> bare = harness.get("");
        assertThat(bare.statusCode()).isEqualTo(308);
        assertThat(bare.headers().firstValue("Location")).hasValue("./h2o/");
    }

    @ParameterizedTest
    @CsvSource({
        "/flow/index.html, ./flow/index.html",
        "http://NODE/3/Cloud?x=1, ./3/Cloud?x=1",
        "https://elsewhere.example/x, https://elsewhere.example/x",
        "other, other"
    })
    void redirectsLeadToTheGateway(String location, String expected) throws Exception {
        String node = location.replace("NODE", harness.node.base().getAuthority());
        HttpResponse<String> response = harness.get("/redirect?" + node);

        assertThat(response.statusCode()).isEqualTo(303);
        assertThat(response.headers().firstValue("Location")).hasValue(expected);
    }

    @Test
    void headTellsTheLengthAndSendsNoBody() throws Exception {
        try (Socket socket = harness.connect()) {
            String head = "HEAD /h2o/x HTTP/1.1\r\nHost: x\r\nAuthorization: " + BASIC + "\r\n\r\n";
            String get = "GET /h2o/x HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: " + BASIC + "\r\n\r\n";
            GatewayHarness.write(socket, head + get);
            String answers = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(answers.split("HTTP/1.1 200", -1)).hasSize(3);
            assertThat(answers.split("hello", -1)).hasSize(2);
            assertThat(answers.split("(?i)content-length: 5", -1)).hasSize(3);
        }
    }

    @Test
    void answersWithoutContentKeepTheConnection() throws Exception {
        String nothing = "GET /h2o/nothing HTTP/1.1\r\nHost: x\r\nAuthorization: " + BASIC + "\r\n\r\n";
        String last = "GET /h2o/x HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: " + BASIC + "\r\n\r\n";
        assertThat(harness.exchange(nothing + last))
                .startsWith("HTTP/1.1 204")
                .contains("HTTP/1.1 200")
                .endsWith("hello");
    }

    @Test
    void compressedAnswersPassUntouched() throws Exception {
        HttpResponse<byte[]> response = harness.client.send(
                harness.request("/gzip").header("Accept-Encoding", "gzip").build(), BodyHandlers.ofByteArray());

        assertThat(response.headers().firstValue("Content-Encoding")).hasValue("gzip");
        assertThat(response.body()).containsExactly(31, -117, 8, 0, 1, 2, 3);
        assertThat(harness.node.last().headers().getFirst("Accept-Encoding")).isEqualTo("gzip");
    }

    @Test
    void headersOfTheConnectionStopHere() throws Exception {
        String answer = harness.exchange(
                "GET /h2o/x HTTP/1.1\r\nHost: x\r\nConnection: close, Upgrade, X-Hop\r\nX-Hop: 1\r\nX-Kept: 1\r\n"
                        + "TE: trailers\r\nUpgrade: websocket\r\nProxy-Authorization: x\r\nAuthorization: " + BASIC
                        + "\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 200");
        var headers = harness.node.last().headers();
        assertThat(headers).containsKey("X-kept").doesNotContainKeys("X-hop", "Te", "Upgrade", "Proxy-authorization");
    }

    @Test
    void clientsMayAskBeforeTheySendABody() throws Exception {
        try (Socket socket = harness.connect()) {
            GatewayHarness.write(
                    socket,
                    "POST /h2o/x HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nExpect: 100-continue\r\nConnection: close\r\n"
                            + "Authorization: " + BASIC + "\r\n\r\n");
            byte[] interim = socket.getInputStream().readNBytes("HTTP/1.1 100".length());
            assertThat(new String(interim, StandardCharsets.UTF_8)).isEqualTo("HTTP/1.1 100");

            GatewayHarness.write(socket, "body");
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(answer).contains("HTTP/1.1 200").endsWith("body");
        }
    }

    @Test
    void manyClientsAreServedAtATime() {
        List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            answers.add(harness.client.sendAsync(
                    harness.request("/x?" + i)
                            .POST(BodyPublishers.ofString("body " + i))
                            .build(),
                    BodyHandlers.ofString()));
        }
        for (int i = 0; i < answers.size(); i++) {
            assertThat(answers.get(i).join().body()).isEqualTo("body " + i);
        }
    }

    @Test
    void aNodeThatRefusesTheGatewayIsNotTheUsersFault() throws Exception {
        HttpResponse<String> response = harness.get("/refused");

        assertThat(response.statusCode()).isEqualTo(502);
        assertThat(response.headers().firstValue("WWW-Authenticate")).isEmpty();
    }

    @Test
    void aLeaderThatCannotBeReachedIsNamed() throws Exception {
        harness.node.close();
        HttpResponse<String> response = harness.get("/3/Cloud");

        assertThat(response.statusCode()).isEqualTo(502);
        assertThat(response.body())
                .contains("\"schema_name\":\"H2OErrorV3\"")
                .contains("The leader node of the H2O cloud at "
                        + harness.node.base().getAuthority() + " cannot be reached")
                .doesNotContain(TestNode.CREDENTIAL);
    }
}
