package ai.h2o.sparkling.engine.api;

import java.io.Serializable;

/**
 * Where one node of the cloud listens.
 *
 * @param host textual IP address that the node is bound to
 * @param apiPort port of the node's REST server
 * @param internalPort port for traffic between nodes
 */
public record NodeAddress(String host, int apiPort, int internalPort) implements Serializable {
    /** {@code host:port} of the REST server, with brackets around an IPv6 address. */
    public String authority() {
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + apiPort;
    }
}
