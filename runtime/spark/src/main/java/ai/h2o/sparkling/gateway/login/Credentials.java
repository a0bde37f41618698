package ai.h2o.sparkling.gateway.login;

import ai.h2o.sparkling.settings.Secret;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * The one user name and password, kept as digests, and the check of {@code Authorization: Basic …} against them.
 *
 * <p>Digests have one length whatever the password, so that comparing them takes a time that tells nothing.
 */
public final class Credentials {

    /** Of no user, since every pair has a colon. */
    private static final byte[] NONE = {};

    /** Clients encode what is outside ASCII in UTF-8 (browsers, curl) or in ISO-8859-1 (Python's requests). */
    private final byte[] utf8;

    private final byte[] latin1;

    public Credentials(String userName, Secret password) {
        String pair = userName + ":" + password.reveal();
        this.utf8 = digest(pair, StandardCharsets.UTF_8);
        // '?' would stand for every character that has no place in ISO-8859-1, so that many passwords were right.
        this.latin1 = StandardCharsets.ISO_8859_1.newEncoder().canEncode(pair)
                ? digest(pair, StandardCharsets.ISO_8859_1)
                : utf8;
    }

    /** Whether the value of the {@code Authorization} header is right; anything malformed is wrong. */
    public boolean accept(String authorization) {
        byte[] given = Tokens.sha256(BasicCredentials.bytes(authorization).orElse(NONE));
        // Both comparisons always run.
        boolean inUtf8 = MessageDigest.isEqual(utf8, given);
        boolean inLatin1 = MessageDigest.isEqual(latin1, given);
        return inUtf8 || inLatin1;
    }

    private static byte[] digest(String pair, Charset charset) {
        return Tokens.sha256(pair.getBytes(charset));
    }

    @Override
    public String toString() {
        return "Credentials[" + Secret.MASK + "]";
    }
}
