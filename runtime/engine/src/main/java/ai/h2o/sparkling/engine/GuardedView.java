package ai.h2o.sparkling.engine;

import java.io.IOException;
import java.util.Collection;
import java.util.LinkedHashMap;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import water.webserver.iface.H2OHttpConfig;
import water.webserver.iface.H2OHttpView;
import water.webserver.iface.H2OWebsocketServlet;
import water.webserver.iface.RequestAuthExtension;

/**
 * H2O's view of its web server, with every request checked first. H2O calls its handlers one after the other whether or
 * not one has answered, so each of them refuses a request that the gate has turned away.
 */
@SuppressWarnings("NonApiType") // the types are those of H2O's interface
final class GuardedView implements H2OHttpView {
    private static final String DENIED = GuardedView.class.getName() + ".denied";

    private final H2OHttpView view;

    GuardedView(H2OHttpView view) {
        this.view = view;
    }

    @Override
    public boolean gateHandler(HttpServletRequest request, HttpServletResponse response) {
        if (Credential.accepts(request.getHeader("Authorization"))) {
            return view.gateHandler(request, response);
        }
        request.setAttribute(DENIED, true);
        response.setHeader("WWW-Authenticate", "Bearer");
        response.setContentLength(0);
        response.setStatus(HttpServletResponse.SC_UNAUTHORIZED);
        return true;
    }

    @Override
    public boolean loginHandler(String target, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        // Answering true keeps the handlers behind this one from seeing the request.
        return denied(request) || view.loginHandler(target, request, response);
    }

    @Override
    public boolean authenticationHandler(HttpServletRequest request, HttpServletResponse response) throws IOException {
        return denied(request) || view.authenticationHandler(request, response);
    }

    @Override
    public boolean proxyLoginHandler(String target, HttpServletRequest request, HttpServletResponse response) {
        return true;
    }

    private static boolean denied(HttpServletRequest request) {
        return request.getAttribute(DENIED) != null;
    }

    @Override
    public H2OHttpConfig getConfig() {
        return view.getConfig();
    }

    @Override
    public LinkedHashMap<String, Class<? extends HttpServlet>> getServlets() {
        return view.getServlets();
    }

    @Override
    public LinkedHashMap<String, Class<? extends H2OWebsocketServlet>> getWebsockets() {
        return new LinkedHashMap<>();
    }

    @Override
    public Collection<RequestAuthExtension> getAuthExtensions() {
        return view.getAuthExtensions();
    }
}
