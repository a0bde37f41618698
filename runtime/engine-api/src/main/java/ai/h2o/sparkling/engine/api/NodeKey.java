package ai.h2o.sparkling.engine.api;

import java.io.Serializable;
import java.util.Objects;

/**
 * The key by which the nodes of one cloud know each other. Every node has the same one; it lives in memory alone and reaches the executors
 * inside Spark's own closures.
 *
 * @param algorithm of the key, as Java names it
 * @param privateKey in PKCS 8 form
 * @param certificate in X.509 form, signed by the key itself
 */
public record NodeKey(String algorithm, byte[] privateKey, byte[] certificate) implements Serializable {
    public NodeKey {
        Objects.requireNonNull(algorithm, "algorithm is null");
        Objects.requireNonNull(privateKey, "privateKey is null");
        Objects.requireNonNull(certificate, "certificate is null");
    }

    /** Leaves the key out. */
    @Override
    public String toString() {
        return "NodeKey[algorithm=" + algorithm + "]";
    }
}
