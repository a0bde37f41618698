package ai.h2o.sparkling.proxies;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Databricks' driver proxy: {@code https://<workspace>/driver-proxy/o/<organisation>/<cluster>/<port>/}. It takes the prefix away,
 * and lets in who may attach to the cluster.
 */
final class Databricks implements Platform {

    private static final String TAGS = "spark.databricks.clusterUsageTags.";
    private static final Pattern SEGMENT = Pattern.compile("[A-Za-z0-9_-]+");
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9.-]+");

    @Override
    public Optional<WebProxy> proxy(Surroundings surroundings) {
        var cluster = segment(surroundings, "clusterId");
        var organisation = segment(surroundings, "clusterOwnerOrgId");
        if (cluster.isEmpty() || organisation.isEmpty()) {
            return Optional.empty();
        }
        var workspace = surroundings
                .spark("spark.databricks.workspaceUrl")
                .map(url -> url.replaceFirst("^https://", "").replaceFirst("/+$", ""))
                .filter(host -> HOST.matcher(host).matches());
        var path = "/driver-proxy/o/%s/%s/".formatted(organisation.get(), cluster.get());
        return Optional.of(new WebProxy(workspace.map(host -> "https://" + host), path, false));
    }

    private static Optional<String> segment(Surroundings surroundings, String tag) {
        return surroundings.spark(TAGS + tag).filter(value -> SEGMENT.matcher(value)
                .matches());
    }
}
