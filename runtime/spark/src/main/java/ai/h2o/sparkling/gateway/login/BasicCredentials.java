package ai.h2o.sparkling.gateway.login;

import ai.h2o.sparkling.settings.Secret;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;

/** What the header {@code Authorization: Basic …} says. */
public record BasicCredentials(String user, String password) {
    private static final String SCHEME = "basic ";

    /** The user and the password; empty if it is another scheme or malformed. */
    public static Optional<BasicCredentials> parse(String authorization) {
        return bytes(authorization)
                .map(BasicCredentials::text)
                .filter(pair -> pair.indexOf(':') > 0)
                .map(pair -> {
                    int colon = pair.indexOf(':');
                    return new BasicCredentials(pair.substring(0, colon), pair.substring(colon + 1));
                });
    }

    /** User and password as the client encoded them; empty if it is another scheme or malformed. */
    static Optional<byte[]> bytes(String authorization) {
        if (!authorization.toLowerCase(Locale.ROOT).startsWith(SCHEME)) {
            return Optional.empty();
        }
        try {
            return Optional.of(Base64.getDecoder()
                    .decode(authorization.substring(SCHEME.length()).strip()));
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    /** Clients encode what is outside ASCII in UTF-8 (browsers, curl) or in ISO-8859-1 (Python's requests). */
    private static String text(byte[] pair) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(pair))
                    .toString();
        } catch (CharacterCodingException notUtf8) {
            return new String(pair, StandardCharsets.ISO_8859_1);
        }
    }

    @Override
    public String toString() {
        return "BasicCredentials[" + Secret.MASK + "]";
    }
}
