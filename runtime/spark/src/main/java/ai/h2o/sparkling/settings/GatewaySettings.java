package ai.h2o.sparkling.settings;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Optional;

/**
 * All that the gateway has to know. It stays on the driver, since it holds secrets.
 *
 * @param userName the one user who may log in
 * @param password that user's password, set or generated
 * @param host the address to listen on; when empty, the one Spark's driver uses
 * @param port the port to listen on; 0 stands for any free one
 * @param contextPath empty, or a path that begins with a slash and does not end with one
 * @param keyStore present when the gateway serves HTTPS with it
 * @param ownCertificate whether it serves HTTPS with a certificate that it makes itself
 * @param requestTimeout the longest time one forwarded request may take
 */
public record GatewaySettings(
        String userName,
        Secret password,
        Optional<String> host,
        int port,
        String contextPath,
        Optional<KeyStoreSettings> keyStore,
        boolean ownCertificate,
        Duration requestTimeout) {

    public GatewaySettings {
        requireNonNull(userName, "userName is null");
        requireNonNull(password, "password is null");
        requireNonNull(host, "host is null");
        requireNonNull(contextPath, "contextPath is null");
        requireNonNull(keyStore, "keyStore is null");
        requireNonNull(requestTimeout, "requestTimeout is null");
    }

    /** Whether it serves HTTPS, with whatever certificate. */
    public boolean speaksTls() {
        return keyStore.isPresent() || ownCertificate;
    }
}
