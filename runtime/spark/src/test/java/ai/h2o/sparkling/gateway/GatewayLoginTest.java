package ai.h2o.sparkling.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.CookieManager;
import java.net.HttpCookie;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class GatewayLoginTest {

    private GatewayHarness harness;

    @BeforeEach
    void open() throws IOException {
        harness = new GatewayHarness("/h2o", UnaryOperator.identity());
    }

    @AfterEach
    void close() {
        harness.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "", "/3/Cloud", "/flow/index.html", "/sparkling/other", "/3/Shutdown", "/nosuch"})
    void nothingAnswersWithoutACredential(String path) throws Exception {
        HttpResponse<String> response = harness.send(harness.anonymous(path));

        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(response.headers().firstValue("WWW-Authenticate"))
                .hasValue("Basic realm=\"H2O\", charset=\"UTF-8\"");
        assertThat(response.body()).contains("asks for its user name and password");
        assertThat(harness.node.seen).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Basic", "Basic ", "Basic ???", "Bearer " + TestNode.CREDENTIAL, "Basic aDJvOg==", "x"})
    void wrongCredentialsAreRefused(String authorization) throws Exception {
        HttpResponse<String> response =
                harness.send(harness.anonymous("/3/Cloud").header("Authorization", authorization));

        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(response.body()).contains("The user name or the password for the H2O cloud is wrong");
        assertThat(harness.node.seen).isEmpty();
    }

    @Test
    void wrongPasswordsAreAnsweredLaterAndLater() throws Exception {
        try (GatewayHarness slow = new GatewayHarness("", options -> options.maxLoginDelay(Duration.ofSeconds(2)))) {
            long start = System.nanoTime();
            for (int i = 0; i < 3; i++) {
                assertThat(slow.send(slow.anonymous("/x").header("Authorization", "Basic eDp5"))
                                .statusCode())
                        .isEqualTo(401);
            }
            assertThat(System.nanoTime() - start)
                    .isGreaterThan(Duration.ofMillis(100 + 200 + 400).toNanos());
            assertThat(slow.get("/x").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void aLinkLogsABrowserInOnce() throws Exception {
        URI link = harness.gateway.loginLink();
        HttpResponse<String> first = harness.send(HttpRequest.newBuilder(link));

        assertThat(first.statusCode()).isEqualTo(200);
        assertThat(first.body()).contains("content=\"0;url=flow/index.html\"");
        assertThat(first.headers().firstValue("Cache-Control")).hasValue("no-store");
        assertThat(first.headers().firstValue("Referrer-Policy")).hasValue("no-referrer");
        assertThat(setCookie(first)).contains("; HttpOnly", "; SameSite=Strict").doesNotContain("Secure");
        assertThat(withCookie("/3/Cloud", cookie(first)).statusCode()).isEqualTo(200);

        HttpResponse<String> second = harness.send(HttpRequest.newBuilder(link));
        assertThat(second.statusCode()).isEqualTo(401);
        assertThat(second.headers().firstValue("Set-Cookie")).isEmpty();
        assertThat(harness.send(harness.anonymous("/sparkling-login?used")).body())
                .contains("This link was used already");
        assertThat(withCookie("/sparkling-login?used", cookie(first)).body())
                .contains("content=\"0;url=flow/index.html\"");
    }

    @Test
    void theSessionBelongsToThePathUnderWhichTheBrowserSeesTheGateway() throws Exception {
        URI link = harness.gateway.loginLink();
        HttpCookie cookie = HttpCookie.parse(setCookie(harness.send(HttpRequest.newBuilder(link))))
                .get(0);
        CookieManager browser = new CookieManager();
        // A browser sees the gateway where a proxy shows it, and the cookie as it is.
        URI shown = URI.create("https://site.example/driver-proxy/o/1/c/" + link.getPort() + link.getPath());
        browser.put(
                shown,
                Map.of(
                        "Set-Cookie",
                        List.of(setCookie(harness.send(HttpRequest.newBuilder(harness.gateway.loginLink()))))));

        assertThat(cookie.getPath()).isNull();
        assertThat(browser.get(shown.resolve("flow/index.html"), Map.of()).get("Cookie"))
                .hasSize(1);
        assertThat(browser.get(URI.create("https://site.example/driver-proxy/o/1/other/1/"), Map.of())
                        .get("Cookie"))
                .isEmpty();
    }

    @Test
    void aLinkLeadsWhereItWasMadeFor() throws Exception {
        URI link = harness.gateway.loginLink("/flow/index.html#model/a?b=c&d");
        assertThat(harness.send(HttpRequest.newBuilder(link)).body())
                .contains("url=flow/index.html#model/a?b=c&amp;d\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"//evil.example/", "https://evil.example/", "../x", "a b", "a\"b", "a<b"})
    void aLinkLeadsNowhereElse(String path) {
        assertThatThrownBy(() -> harness.gateway.loginLink(path))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("path is '%s', but must be a path on the gateway, like flow/index.html", path);
    }

    @Test
    void aLinkExpires() throws Exception {
        URI link = harness.gateway.loginLink();
        harness.clockAhead.addAndGet(Duration.ofMinutes(5).toNanos());

        assertThat(harness.send(HttpRequest.newBuilder(link)).statusCode()).isEqualTo(401);
    }

    @Test
    void onlyOpeningALinkUsesItUp() throws Exception {
        URI link = harness.gateway.loginLink();
        HttpRequest.Builder head = HttpRequest.newBuilder(link).method("HEAD", BodyPublishers.noBody());

        assertThat(harness.send(head).statusCode()).isEqualTo(405);
        assertThat(harness.send(HttpRequest.newBuilder(link)).statusCode()).isEqualTo(200);
    }

    @Test
    void aSessionEndsWhenItIsNotUsed() throws Exception {
        String cookie = cookie(harness.send(HttpRequest.newBuilder(harness.gateway.loginLink())));
        harness.clockAhead.addAndGet(Duration.ofHours(11).toNanos());
        assertThat(withCookie("/x", cookie).statusCode()).isEqualTo(200);
        harness.clockAhead.addAndGet(Duration.ofHours(11).toNanos());
        assertThat(withCookie("/x", cookie).statusCode()).isEqualTo(200);
        harness.clockAhead.addAndGet(Duration.ofHours(12).toNanos());
        assertThat(withCookie("/x", cookie).statusCode()).isEqualTo(401);
    }

    @Test
    void aForeignPageCannotUseTheSession() throws Exception {
        String cookie = cookie(harness.send(HttpRequest.newBuilder(harness.gateway.loginLink())));
        String own = harness.gateway.uri().resolve("/").toString().replaceAll("/$", "");

        assertThat(post(cookie, "X-Nothing", "x").statusCode()).isEqualTo(403);
        assertThat(post(cookie, "Origin", "http://evil.example").statusCode()).isEqualTo(403);
        assertThat(post(cookie, "Origin", "null").body()).contains("a page of another site made the browser send it");
        assertThat(harness.node.seen).isEmpty();
        assertThat(post(cookie, "Origin", own).statusCode()).isEqualTo(200);
        assertThat(post(cookie, "Sec-Fetch-Site", "same-origin").statusCode()).isEqualTo(200);
    }

    @Test
    void pagesOfTheProxyThatIsKnownAreOurOwn() throws Exception {
        try (GatewayHarness proxied = new GatewayHarness("", options -> options.publicAuthority("site.example"))) {
            HttpRequest.Builder own = proxied.request("/3/x")
                    .header("Origin", "https://site.example")
                    .POST(BodyPublishers.ofString("x"));
            assertThat(proxied.send(own).statusCode()).isEqualTo(200);
            HttpRequest.Builder foreign = proxied.request("/3/x")
                    .header("Origin", "https://site.example:8443")
                    .POST(BodyPublishers.ofString("x"));
            assertThat(proxied.send(foreign).statusCode()).isEqualTo(403);
        }
    }

    @Test
    void aForeignPageCannotUseThePasswordThatABrowserRemembers() throws Exception {
        HttpRequest.Builder forged =
                harness.request("/3/x").header("Origin", "http://evil.example").POST(BodyPublishers.ofString("x"));

        assertThat(harness.send(forged).statusCode()).isEqualTo(403);
        assertThat(harness.node.seen).isEmpty();
    }

    @Test
    void aShutdownNeverReachesTheNode() throws Exception {
        for (String path : new String[] {"/3/Shutdown", "/4/shutdown", "/3/%53hutdown", "/LATEST/Shutdown/"}) {
            HttpResponse<String> response = harness.send(harness.request(path).POST(BodyPublishers.noBody()));
            assertThat(response.statusCode()).isEqualTo(403);
            assertThat(response.body()).contains("call H2OContext.stop() instead");
        }
        assertThat(harness.node.seen).isEmpty();
    }

    private HttpResponse<String> withCookie(String path, String cookie) throws Exception {
        return harness.send(harness.anonymous(path).header("Cookie", "other=1; " + cookie));
    }

    private HttpResponse<String> post(String cookie, String header, String value) throws Exception {
        return harness.send(harness.anonymous("/3/x")
                .header("Cookie", cookie)
                .header(header, value)
                .POST(BodyPublishers.ofString("x")));
    }

    private static String setCookie(HttpResponse<?> response) {
        return response.headers().firstValue("Set-Cookie").orElseThrow();
    }

    private static String cookie(HttpResponse<?> response) {
        return setCookie(response).replaceFirst(";.*", "");
    }
}
