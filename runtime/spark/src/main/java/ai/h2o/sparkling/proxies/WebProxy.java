package ai.h2o.sparkling.proxies;

import static java.util.Objects.requireNonNull;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Optional;

/**
 * A proxy that shows each port of the driver under a path of its own, and takes that path away before it passes a request on.
 *
 * @param site {@code https://host} of the proxy, if the platform tells it
 * @param path where ports are found; begins and ends with a slash
 * @param besideDriver whether the proxy runs on the driver's machine and connects to its loopback address; otherwise it connects
 *     to an address of the network
 */
public record WebProxy(Optional<String> site, String path, boolean besideDriver) {

    public WebProxy {
        requireNonNull(site, "site is null");
        requireNonNull(path, "path is null");
        if (!path.startsWith("/") || !path.endsWith("/")) {
            throw new IllegalArgumentException("path is '%s', but must begin and end with a slash".formatted(path));
        }
    }

    /**
     * Where browsers find a port, without a slash at its end. Where the site is not known it begins with the path, which is
     * enough for a link on a page of that site.
     */
    public String addressOf(int port) {
        return site.orElse("") + path + port;
    }

    /** {@code host} or {@code host:port} of the proxy. */
    public Optional<String> authority() {
        return site.map(address -> URI.create(address).getRawAuthority());
    }

    /** Where a server has to listen to be found; no wider than that. */
    public String listeningHost() {
        return besideDriver ? "127.0.0.1" : "0.0.0.0";
    }

    /** Whether the proxy finds a server that listens there. */
    public boolean reaches(String listeningHost) {
        try {
            var address = InetAddress.getByName(listeningHost);
            return address.isAnyLocalAddress() || address.isLoopbackAddress() == besideDriver;
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
