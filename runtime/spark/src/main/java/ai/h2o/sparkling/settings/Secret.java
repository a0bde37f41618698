package ai.h2o.sparkling.settings;

import static java.util.Objects.requireNonNull;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * A value that must not be shown: it prints as {@code ***}, and only {@link #reveal()} gives it out.
 *
 * <p>It is deliberately not {@link java.io.Serializable}, so that no settings object can carry it to an executor, to a
 * checkpoint or to an event log by accident.
 */
public final class Secret {

    /** What stands for a secret wherever something is printed. */
    public static final String MASK = "***";

    private static final int GENERATED_BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final String value;

    private Secret(String value) {
        this.value = value;
    }

    public static Secret of(String value) {
        return new Secret(requireNonNull(value, "value is null"));
    }

    /** A new random secret of 256 bits, of characters that need no quoting in a header, a URL or a shell. */
    public static Secret generate() {
        byte[] bytes = new byte[GENERATED_BYTES];
        RANDOM.nextBytes(bytes);
        return new Secret(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }

    /** The value itself; the caller must not print, log or store it. */
    public String reveal() {
        return value;
    }

    /** Compares in a time that does not depend on where the two values differ. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Secret secret
                && MessageDigest.isEqual(
                        value.getBytes(StandardCharsets.UTF_8), secret.value.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    @Override
    public String toString() {
        return MASK;
    }
}
