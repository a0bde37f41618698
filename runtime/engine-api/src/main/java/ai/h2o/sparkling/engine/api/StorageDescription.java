package ai.h2o.sparkling.engine.api;

import java.io.Serializable;

/**
 * Who reads and writes the URIs of one scheme.
 *
 * @param scheme such as {@code s3a}
 * @param provider name of the provider, or {@code none}
 * @param reason why it is this one, for people to read
 */
public record StorageDescription(String scheme, String provider, String reason) implements Serializable {
    /** The provider's name where there is none. */
    public static final String NONE = "none";
}
