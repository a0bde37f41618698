package ai.h2o.sparkling.engine;

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
        return jetty.createWebServer(new GuardedView(view));
    }

    @Override
    public ProxyServer createProxyServer(H2OHttpView view, Credentials credentials, String proxyTo) {
        throw new UnsupportedOperationException("The node's web server proxies nothing; the driver's gateway does");
    }
}
