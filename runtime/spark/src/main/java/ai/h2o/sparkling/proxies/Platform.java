package ai.h2o.sparkling.proxies;

import java.util.Optional;

/** A platform that has a web proxy to its drivers. */
sealed interface Platform permits Databricks, JupyterHub {

    /** The proxy, if this is the platform that Spark runs on and all that its address needs is known. */
    Optional<WebProxy> proxy(Surroundings surroundings);
}
