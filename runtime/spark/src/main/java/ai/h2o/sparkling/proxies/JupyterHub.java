package ai.h2o.sparkling.proxies;

import java.net.URI;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * JupyterHub, whose notebook servers have the extension jupyter-server-proxy: {@code <server's prefix>proxy/<port>/}. The
 * extension runs beside the driver, takes the prefix away, and connects to the loopback address.
 */
final class JupyterHub implements Platform {

    /** Of a whole path, each segment as it stands in an address. */
    private static final Pattern PREFIX = Pattern.compile("/([A-Za-z0-9._~!$&'()*+,;=:@%-]+/)*");

    @Override
    public Optional<WebProxy> proxy(Surroundings surroundings) {
        return surroundings
                .variable("JUPYTERHUB_SERVICE_PREFIX")
                .map(prefix -> prefix.endsWith("/") ? prefix : prefix + "/")
                .filter(prefix -> PREFIX.matcher(prefix).matches())
                .map(prefix -> new WebProxy(site(surroundings), prefix + "proxy/", true));
    }

    /** Only newer hubs tell it to their servers. */
    private static Optional<String> site(Surroundings surroundings) {
        return surroundings.variable("JUPYTERHUB_PUBLIC_URL").flatMap(JupyterHub::siteOf);
    }

    private static Optional<String> siteOf(String address) {
        try {
            var uri = URI.create(address);
            var web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            return web && uri.getHost() != null
                    ? Optional.of(uri.getScheme() + "://" + uri.getRawAuthority())
                    : Optional.empty();
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }
}
