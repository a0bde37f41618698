package ai.h2o.sparkling.certificates;

import static java.util.Objects.requireNonNull;

import ai.h2o.sparkling.errors.H2OSparklingException;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import javax.security.auth.x500.X500Principal;
import org.wildfly.security.x500.GeneralName;
import org.wildfly.security.x500.cert.BasicConstraintsExtension;
import org.wildfly.security.x500.cert.SubjectAlternativeNamesExtension;
import org.wildfly.security.x500.cert.X509CertificateBuilder;

/** A key pair of its own, new each time, and the certificate that it has signed itself. Not serializable, since it holds the key. */
public final class OwnCertificate {
    /** A key of this kind is made in a millisecond, and every Java, browser and client since 2018 takes it. */
    private static final String ALGORITHM = "EC";

    private static final String CURVE = "secp256r1";
    private static final String SIGNATURE = "SHA256withECDSA";
    private static final int SERIAL_BITS = 120;

    /** So far may the clocks of two machines be apart. */
    private static final Duration CLOCKS = Duration.ofDays(2);

    /** Longer than any Spark application lives; browsers refuse what is valid for much longer. */
    private static final Duration VALID = Duration.ofDays(397);

    private static final SecureRandom RANDOM = new SecureRandom();

    private final PrivateKey key;
    private final X509Certificate certificate;

    private OwnCertificate(PrivateKey key, X509Certificate certificate) {
        this.key = key;
        this.certificate = certificate;
    }

    /** One that stands for a group, whose members hold its key. */
    public static OwnCertificate ofGroup(String name) {
        return make(name, Set.of());
    }

    /**
     * One for a server.
     *
     * @param name whose it is, for people
     * @param hosts names and textual addresses by which clients reach it
     */
    public static OwnCertificate ofServer(String name, Set<String> hosts) {
        return make(name, hosts);
    }

    private static OwnCertificate make(String name, Set<String> hosts) {
        requireNonNull(name, "name is null");
        try {
            var generator = KeyPairGenerator.getInstance(ALGORITHM);
            generator.initialize(new ECGenParameterSpec(CURVE), RANDOM);
            var pair = generator.generateKeyPair();
            return new OwnCertificate(pair.getPrivate(), sign(pair, name, hosts));
        } catch (GeneralSecurityException e) {
            throw new H2OSparklingException(
                    "This Java (" + System.getProperty("java.vendor") + " " + System.getProperty("java.version")
                            + ") cannot make a certificate with a key of type " + CURVE + ": " + e.getMessage()
                            + ". Check its java.security file",
                    e);
        }
    }

    private static X509Certificate sign(KeyPair pair, String name, Set<String> hosts) throws GeneralSecurityException {
        var subject = new X500Principal("CN=\"" + name.replaceAll("[\\\\\"]", "_") + "\", O=Sparkling Hosted");
        var now = ZonedDateTime.now(ZoneOffset.UTC);
        var builder = new X509CertificateBuilder()
                .setSerialNumber(new BigInteger(SERIAL_BITS, RANDOM).setBit(SERIAL_BITS))
                .setIssuerDn(subject)
                .setSubjectDn(subject)
                .setNotValidBefore(now.minus(CLOCKS))
                .setNotValidAfter(now.plus(VALID))
                .setPublicKey(pair.getPublic())
                .setSigningKey(pair.getPrivate())
                .setSignatureAlgorithmName(SIGNATURE)
                .addExtension(new BasicConstraintsExtension(true, false, -1));
        if (!hosts.isEmpty()) {
            List<GeneralName> names =
                    hosts.stream().sorted().map(OwnCertificate::name).toList();
            builder.addExtension(new SubjectAlternativeNamesExtension(false, names));
        }
        return builder.build();
    }

    private static GeneralName name(String host) {
        var plain = host.replaceAll("^\\[|]$", "");
        boolean address = plain.indexOf(':') >= 0 || plain.matches("[0-9.]+");
        return address ? new GeneralName.IPAddress(plain) : new GeneralName.DNSName(plain);
    }

    /** The key's algorithm, as Java names it. */
    public String algorithm() {
        return key.getAlgorithm();
    }

    /** The private key in PKCS 8 form. Not to be printed, logged or stored. */
    public byte[] privateKey() {
        return key.getEncoded();
    }

    /** The certificate in X.509 form. */
    public byte[] encoded() {
        try {
            return certificate.getEncoded();
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("a certificate that was just made cannot be written", e);
        }
    }

    /** The certificate as text between lines with its name, as most programs read it. */
    public String pem() {
        var lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(encoded());
        return "-----BEGIN CERTIFICATE-----\n" + lines + "\n-----END CERTIFICATE-----\n";
    }

    /** The certificate's SHA-256, as browsers show it. */
    public String fingerprint() {
        try {
            return HexFormat.ofDelimiter(":")
                    .withUpperCase()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(encoded()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /**
     * Key and certificate in a key store that exists in memory only.
     *
     * @param password protects the key in it
     */
    public KeyStore keyStore(String password) {
        try {
            var store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry("own", key, password.toCharArray(), new Certificate[] {certificate});
            return store;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("a key that was just made cannot be put into a key store", e);
        }
    }

    /** Leaves the key out. */
    @Override
    public String toString() {
        return "OwnCertificate[" + certificate.getSubjectX500Principal().getName() + ", SHA-256 " + fingerprint() + "]";
    }
}
