package ai.h2o.sparkling.certificates;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class OwnCertificateTest {
    @Test
    void itIsSignedByItsOwnKeyAndValidNow() throws Exception {
        var own = OwnCertificate.ofGroup("sparkling-\"local\\1\"-1");
        var certificate = read(own.encoded());

        certificate.verify(certificate.getPublicKey());
        certificate.checkValidity();
        assertThat(certificate.getNotAfter().toInstant()).isAfter(Instant.now().plusSeconds(300L * 24 * 3600));
        assertThat(certificate.getSubjectX500Principal()).isEqualTo(certificate.getIssuerX500Principal());
        assertThat(certificate.getSubjectX500Principal().getName()).contains("CN=sparkling-_local_1_-1");
        assertThat(certificate.getBasicConstraints())
                .as("it may sign no others")
                .isEqualTo(-1);
        assertThat(certificate.getSubjectAlternativeNames()).isNull();
    }

    @Test
    void itHoldsTheNamesAndAddressesOfItsServer() throws Exception {
        var own = OwnCertificate.ofServer("gateway", Set.of("driver.example.org", "10.1.2.3", "[fd00::1]"));

        assertThat(read(own.encoded()).getSubjectAlternativeNames())
                .containsExactlyInAnyOrder(
                        List.of(2, "driver.example.org"), List.of(7, "10.1.2.3"), List.of(7, "fd00:0:0:0:0:0:0:1"));
    }

    @Test
    void everyOneHasAKeyOfItsOwn() {
        assertThat(OwnCertificate.ofGroup("a").privateKey())
                .isNotEqualTo(OwnCertificate.ofGroup("a").privateKey());
    }

    @Test
    void textAndFingerprintAreThoseOfTheCertificate() throws Exception {
        var own = OwnCertificate.ofGroup("a");

        assertThat(read(own.pem().getBytes(StandardCharsets.US_ASCII)).getEncoded())
                .isEqualTo(own.encoded());
        assertThat(own.fingerprint().replace(":", ""))
                .isEqualTo(HexFormat.of()
                        .withUpperCase()
                        .formatHex(MessageDigest.getInstance("SHA-256").digest(own.encoded())));
        assertThat(own).hasToString("OwnCertificate[CN=a,O=Sparkling Hosted, SHA-256 " + own.fingerprint() + "]");
    }

    @Test
    void theKeyStoreHoldsKeyAndCertificate() throws Exception {
        var own = OwnCertificate.ofGroup("a");
        KeyStore store = own.keyStore("password");

        assertThat(store.getKey("own", "password".toCharArray()).getEncoded()).isEqualTo(own.privateKey());
        assertThat(store.getCertificate("own").getEncoded()).isEqualTo(own.encoded());
    }

    private static X509Certificate read(byte[] bytes) throws Exception {
        return (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(bytes));
    }
}
