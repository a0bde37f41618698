package ai.h2o.sparkling.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.h2o.sparkling.certificates.OwnCertificate;
import ai.h2o.sparkling.errors.GatewayException;
import ai.h2o.sparkling.settings.GatewaySettings;
import ai.h2o.sparkling.settings.KeyStoreSettings;
import ai.h2o.sparkling.settings.Secret;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class GatewayTlsTest {

    private static final String STORE_PASSWORD = "store-password";

    @TempDir
    private static Path directory;

    private static Path store;

    @BeforeAll
    static void makeKeyStore() throws Exception {
        store = directory.resolve("gateway.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-keystore",
                        store.toString(),
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        STORE_PASSWORD,
                        "-alias",
                        "gateway",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=ip:127.0.0.1,dns:localhost")
                .redirectErrorStream(true)
                .start();
        String output = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(keytool.waitFor(30, TimeUnit.SECONDS)).as(output).isTrue();
        assertThat(keytool.exitValue()).as(output).isZero();
    }

    @Test
    void aKeyStoreMakesItHttps() throws Exception {
        try (GatewayHarness harness = open(store, STORE_PASSWORD, Optional.of("gateway"))) {
            HttpClient client = HttpClient.newBuilder().sslContext(trusting()).build();
            assertThat(harness.gateway.uri()).hasScheme("https");
            assertThat(client.send(harness.request("/x").build(), BodyHandlers.ofString())
                            .body())
                    .isEqualTo("hello");

            HttpResponse<String> login = client.send(
                    HttpRequest.newBuilder(harness.gateway.loginLink()).build(), BodyHandlers.ofString());
            assertThat(login.headers().firstValue("Set-Cookie").orElseThrow()).contains("; Secure");
        }
    }

    @Test
    void aCertificateOfItsOwnIsGoodForEveryNameOfTheDriver() throws Exception {
        var settings = new GatewaySettings(
                "h2o",
                Secret.of("password"),
                Optional.of("localhost"),
                0,
                "",
                Optional.empty(),
                true,
                Duration.ofSeconds(30));
        try (Gateway gateway = Gateway.bind(
                        settings, GatewayOptions.builder("127.0.0.1").build())
                .serve()) {
            OwnCertificate own = gateway.certificate().orElseThrow();
            KeyStore trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, null);
            trusted.setCertificateEntry(
                    "gateway",
                    CertificateFactory.getInstance("X.509")
                            .generateCertificate(
                                    new ByteArrayInputStream(own.pem().getBytes(StandardCharsets.US_ASCII))));
            HttpClient client =
                    HttpClient.newBuilder().sslContext(trusting(trusted)).build();
            for (String host : List.of("127.0.0.1", "localhost")) {
                var uri = URI.create("https://" + host + ":" + gateway.uri().getPort() + "/");
                assertThat(client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.discarding())
                                .statusCode())
                        .isEqualTo(401);
            }
            assertThatThrownBy(() -> HttpClient.newHttpClient()
                            .send(HttpRequest.newBuilder(gateway.uri()).build(), BodyHandlers.discarding()))
                    .isInstanceOf(SSLException.class);
        }
    }

    @Test
    void aWrongPasswordIsNamedButNotShown() {
        assertThatThrownBy(() -> open(store, "wrong-password", Optional.empty()).close())
                .isInstanceOf(GatewayException.class)
                .hasMessageContaining("The key store " + store + " of spark.ext.h2o.jks cannot be read")
                .hasMessageNotContaining("wrong-password");
    }

    @Test
    void aMissingFileIsNamed() {
        Path missing = directory.resolve("missing.jks");
        assertThatThrownBy(() -> open(missing, STORE_PASSWORD, Optional.empty()).close())
                .isInstanceOf(GatewayException.class)
                .hasMessageContaining(missing.toString());
    }

    @Test
    void anAliasThatIsNotThereIsNamed() {
        assertThatThrownBy(
                        () -> open(store, STORE_PASSWORD, Optional.of("other")).close())
                .isInstanceOf(GatewayException.class)
                .hasMessage(
                        "The key store %s of spark.ext.h2o.jks has no private key under the alias 'other' that spark.ext.h2o.jks.alias names",
                        store);
    }

    private static GatewayHarness open(Path path, String password, Optional<String> alias) throws Exception {
        return new GatewayHarness(
                "",
                Duration.ofSeconds(30),
                Optional.of(new KeyStoreSettings(path.toString(), Secret.of(password), alias)),
                UnaryOperator.identity());
    }

    private static SSLContext trusting() throws Exception {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            trusted.load(in, STORE_PASSWORD.toCharArray());
        }
        KeyStore certificates = KeyStore.getInstance("PKCS12");
        certificates.load(null, null);
        certificates.setCertificateEntry("gateway", trusted.getCertificate("gateway"));
        return trusting(certificates);
    }

    private static SSLContext trusting(KeyStore certificates) throws Exception {
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(certificates);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }
}
