package ai.h2o.sparkling.engine;

import java.io.IOException;
import water.webserver.iface.Credentials;
import water.webserver.iface.H2OHttpView;
import water.webserver.iface.HttpServerFacade;
import water.webserver.iface.ProxyServer;
import water.webserver.iface.WebServer;
import water.webserver.jetty9.Jetty9Facade;

/**
 * Takes the place of H2O's own web server service and puts a guard before it, so that there is no moment at which the
 * port is open and unguarded.
 */
public final class GuardedServer implements HttpServerFacade {
    private final HttpServerFacade jetty = new Jetty9Facade();

    @Override
    public WebServer createWebServer(H2OHttpView view) {
        return new CleanStart(jetty.createWebServer(new GuardedView(view)));
    }

    @Override
    public ProxyServer createProxyServer(H2OHttpView view, Credentials credentials, String proxyTo) {
        throw new UnsupportedOperationException("The node's web server proxies nothing; the driver's gateway does");
    }

    /**
     * Somebody else may take the port between H2O's look at it and the server's. H2O then tries the next port with another
     * server, and of the first, which Jetty leaves with its threads running, nobody knows any more.
     */
    record CleanStart(WebServer server) implements WebServer {
        @Override
        public void start(String ip, int port) throws IOException {
            try {
                server.start(ip, port);
            } catch (IOException e) {
                try {
                    server.stop();
                } catch (IOException alsoFailed) {
                    e.addSuppressed(alsoFailed);
                }
                throw e;
            }
        }

        @Override
        public void stop() throws IOException {
            server.stop();
        }
    }
}
