package ai.h2o.sparkling.storage;

import java.util.Optional;

/**
 * Keys of an Amazon account.
 *
 * @param access the access key's id
 * @param secret the secret key
 * @param session the token of temporary keys
 */
public record S3Keys(String access, String secret, Optional<String> session) {
    /** Leaves the secrets out. */
    @Override
    public String toString() {
        return "S3Keys[access=" + access + "]";
    }
}
