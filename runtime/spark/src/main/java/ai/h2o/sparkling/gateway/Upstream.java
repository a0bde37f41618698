package ai.h2o.sparkling.gateway;

import static java.util.Objects.requireNonNull;

import ai.h2o.sparkling.settings.Secret;
import java.net.URI;

/**
 * Where the gateway forwards to: the leader node of one generation of the cloud.
 *
 * @param nodeBase {@code http://host:port} of the node; nodes run without a context path
 * @param credential what the node expects as {@code Authorization: Bearer …}
 */
public record Upstream(URI nodeBase, Secret credential) {

    public Upstream {
        requireNonNull(nodeBase, "nodeBase is null");
        requireNonNull(credential, "credential is null");
        boolean http = "http".equalsIgnoreCase(nodeBase.getScheme()) || "https".equalsIgnoreCase(nodeBase.getScheme());
        String path = nodeBase.getRawPath();
        boolean bare = (path == null || path.isEmpty() || path.equals("/")) && nodeBase.getRawQuery() == null;
        if (!http || nodeBase.getHost() == null || nodeBase.getPort() < 1 || !bare || nodeBase.getUserInfo() != null) {
            throw new IllegalArgumentException(
                    "nodeBase is '%s', but must be like http://host:port".formatted(nodeBase));
        }
    }
}
