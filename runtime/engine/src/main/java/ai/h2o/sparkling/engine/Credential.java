package ai.h2o.sparkling.engine;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * The generation's credential, which every request to the node must bear. Static because H2O makes its web server
 * through a service without arguments, and because a class loader holds one node.
 */
final class Credential {
    private static final String SCHEME = "Bearer ";

    // Set once, before the web server exists.
    private static volatile byte[] expected;

    private Credential() {}

    static void expect(String credential) {
        expected = (SCHEME + credential).getBytes(StandardCharsets.UTF_8);
    }

    /** Compares in constant time. With no credential set, nothing is accepted. */
    static boolean accepts(String authorization) {
        byte[] wanted = expected;
        return wanted != null
                && authorization != null
                && MessageDigest.isEqual(wanted, authorization.getBytes(StandardCharsets.UTF_8));
    }
}
