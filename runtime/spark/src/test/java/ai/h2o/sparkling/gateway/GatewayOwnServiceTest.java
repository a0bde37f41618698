package ai.h2o.sparkling.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GatewayOwnServiceTest {
    private static final OwnService ECHO = new OwnService() {
        @Override
        public boolean answers(String path) {
            return path.startsWith("/own");
        }

        @Override
        public OwnAnswer answer(OwnRequest request) {
            return switch (request.path()) {
                case "/own/failure" -> new OwnAnswer.Failure(409, Map.of("X-Hint", "h"), "It is there");
                case "/own/surprise" -> throw new IllegalStateException("surprise");
                default ->
                    new OwnAnswer.Content(
                            201,
                            "text/plain",
                            Map.of(),
                            (request.method() + " " + request.path() + "?" + request.query() + " "
                                            + request.contentType() + " "
                                            + new String(request.body(), StandardCharsets.UTF_8))
                                    .getBytes(StandardCharsets.UTF_8));
            };
        }
    };

    private static GatewayHarness harness() throws IOException {
        return new GatewayHarness("/h2o", options -> options.ownService(ECHO));
    }

    @Test
    void ownPathsAreAnsweredWithoutANode() throws Exception {
        try (var harness = harness()) {
            harness.gateway.unavailable("the cloud is lost");

            var answer = harness.send(harness.request("/own/a%2Fb?x=1")
                    .header("Content-Type", "text/x")
                    .POST(BodyPublishers.ofString("body")));

            assertThat(answer.statusCode()).isEqualTo(201);
            assertThat(answer.body()).isEqualTo("POST /own/a%2Fb?x=1 text/x body");
            assertThat(harness.get("/3/Cloud").statusCode()).isEqualTo(503);
        }
    }

    @Test
    void nobodyReachesThemWithoutTheCredential() throws Exception {
        try (var harness = harness()) {
            assertThat(harness.send(harness.anonymous("/own/a")).statusCode()).isEqualTo(401);
        }
    }

    @Test
    void failuresHaveH2osSchema() throws Exception {
        try (var harness = harness()) {
            var failure = harness.get("/own/failure");
            assertThat(failure.statusCode()).isEqualTo(409);
            assertThat(failure.headers().firstValue("X-Hint")).contains("h");
            assertThat(failure.body()).contains("H2OErrorV3").contains("\"msg\":\"It is there\"");

            var surprise = harness.get("/own/surprise");
            assertThat(surprise.statusCode()).isEqualTo(500);
            assertThat(surprise.body()).contains("surprise");
        }
    }

    @Test
    void aLargeBodyIsRefusedWhetherItTellsItsLengthOrNot() throws Exception {
        var large = new byte[OwnRequests.LARGEST_BODY + 1];
        try (var harness = harness()) {
            var told = harness.send(harness.request("/own/a").POST(BodyPublishers.ofByteArray(large)));
            var untold = harness.send(
                    harness.request("/own/a").POST(BodyPublishers.fromPublisher(BodyPublishers.ofByteArray(large))));

            assertThat(told.statusCode()).isEqualTo(413);
            assertThat(untold.statusCode()).isEqualTo(413);
            assertThat(told.body()).contains("64 kB");
            // What was too large was read, so the connection is as good as before.
            assertThat(told.headers().firstValue("Connection")).isEmpty();
            assertThat(harness.get("/own/a").statusCode()).isEqualTo(201);
        }
    }

    @Test
    void whoSendsHalfOfABodyDoesNotStay() throws Exception {
        try (var harness =
                new GatewayHarness("/h2o", options -> options.ownService(ECHO).idleTimeout(Duration.ofMillis(300)))) {
            // Comes back only when the gateway ends the connection; the socket gives up after 20 seconds.
            assertThat(harness.exchange("POST /h2o/own/a HTTP/1.1\r\nHost: x\r\nAuthorization: " + GatewayHarness.BASIC
                            + "\r\nContent-Length: 100\r\n\r\nhalf"))
                    .startsWith("HTTP/1.1 413 ");
        }
    }
}
