package ai.h2o.sparkling.proxies;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;

/** The platforms that are known. */
public final class Platforms {

    private static final List<Platform> ALL = List.of(new Databricks(), new JupyterHub());

    private Platforms() {}

    /** The web proxy of the platform that Spark runs on, if it has one that carries Flow. */
    public static Optional<WebProxy> webProxy(Surroundings surroundings) {
        requireNonNull(surroundings, "surroundings is null");
        return ALL.stream()
                .map(platform -> platform.proxy(surroundings))
                .flatMap(Optional::stream)
                .findFirst();
    }
}
