package ai.h2o.sparkling.gateway;

import ai.h2o.sparkling.gateway.login.Tokens;
import ai.h2o.sparkling.settings.Secret;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.LongSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpCookie;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * One-time links, and the browser sessions that they begin.
 *
 * <p>The session's cookie is {@code SameSite=Strict}, and a browser that comes from a link on another site (a hosted
 * notebook) does not send such a cookie along a redirect: the page behind it would ask for a password. So a login is
 * answered by a page that goes on by itself, which counts as a request of our own site.
 */
final class LoginPages {

    /** Names do not follow the port, and cookies do not know ports: two gateways on one host must not share a name. */
    private static final int NAME_LENGTH = 8;

    private static final int MAX_SESSIONS = 4096;
    private static final int MAX_LINKS = 1024;
    private static final String DEFAULT_PATH = "flow/index.html";
    private static final String USED = "used";
    private static final Pattern TICKET = Pattern.compile("ticket=([A-Za-z0-9_-]{43})");
    private static final Pattern RELATIVE_PATH = Pattern.compile("(?!/)[A-Za-z0-9._~!$&'()*+,;=@%/?#-]*");

    private static final String PAGE =
            """
            <!DOCTYPE html>
            <html lang="en"><head><meta charset="utf-8"><title>H2O</title>%s</head>
            <body style="font-family:sans-serif;margin:3em"><p>%s</p></body></html>
            """;

    /** A browser that has logged in; there is one user only, so there is nothing to remember of it. */
    private record Session() {}

    private final String cookieName;
    private final boolean secure;
    private final Tokens<Session> sessions;
    private final Tokens<String> tickets;

    LoginPages(boolean secure, GatewayOptions options, LongSupplier nanoTime) {
        this.cookieName = "sparkling_" + Secret.generate().reveal().substring(0, NAME_LENGTH);
        this.secure = secure;
        this.sessions = new Tokens<>(options.sessionIdleTimeout(), MAX_SESSIONS, nanoTime);
        this.tickets = new Tokens<>(options.linkLifetime(), MAX_LINKS, nanoTime);
    }

    /** A ticket for one login that leads to the path, which is relative to the gateway's base. */
    String ticket(String path) {
        String relative = path.startsWith("/") ? path.substring(1) : path;
        if (!RELATIVE_PATH.matcher(relative).matches() || relative.contains("..")) {
            throw new IllegalArgumentException(
                    "path is '%s', but must be a path on the gateway, like flow/index.html".formatted(path));
        }
        return tickets.issue(relative.isEmpty() ? DEFAULT_PATH : relative);
    }

    boolean hasSession(Request request) {
        if (!request.getHeaders().contains(HttpHeader.COOKIE)) {
            return false;
        }
        for (HttpCookie cookie : Request.getCookies(request)) {
            if (cookie.getName().equals(cookieName)
                    && sessions.touch(cookie.getValue()).isPresent()) {
                return true;
            }
        }
        return false;
    }

    void answer(Request request, Response response, Callback callback) {
        if (!request.getMethod().equals("GET")) {
            response.getHeaders().put(HttpHeader.ALLOW, "GET");
            new H2OError(HttpStatus.METHOD_NOT_ALLOWED_405, "A login link is opened with GET")
                    .send(request, response, callback);
            return;
        }
        String query = request.getHttpURI().getQuery();
        Matcher ticket = TICKET.matcher(query == null ? "" : query);
        if (ticket.matches()) {
            tickets.redeem(ticket.group(1))
                    .ifPresentOrElse(
                            path -> logIn(path, response, callback),
                            // The cookie of an earlier login does not come along from another site, see above.
                            () -> page(
                                    HttpStatus.UNAUTHORIZED_401,
                                    goOn(Paths.LOGIN.substring(1) + "?" + USED),
                                    "This link cannot be used again…",
                                    response,
                                    callback));
        } else if (USED.equals(query) && hasSession(request)) {
            page(HttpStatus.OK_200, goOn(DEFAULT_PATH), "You are logged in already…", response, callback);
        } else {
            page(
                    HttpStatus.UNAUTHORIZED_401,
                    "",
                    "This link was used already, or is too old. Links to H2O work once and for a few minutes: take a new one"
                            + " from your H2OContext, or go on <a href=\"" + DEFAULT_PATH
                            + "\">with user name and password</a>.",
                    response,
                    callback);
        }
    }

    private void logIn(String path, Response response, Callback callback) {
        String session = sessions.issue(new Session());
        // No path: see Paths.LOGIN. A site of many users' proxied servers would get the cookie, too, if its path were
        // "/".
        Response.addCookie(
                response,
                HttpCookie.build(cookieName, session)
                        .httpOnly(true)
                        .secure(secure)
                        .sameSite(HttpCookie.SameSite.STRICT)
                        .build());
        page(HttpStatus.OK_200, goOn(path), "Logging in…", response, callback);
    }

    private static String goOn(String path) {
        return "<meta http-equiv=\"refresh\" content=\"0;url=%s\">"
                .formatted(path.replace("&", "&amp;").replace("'", "%27"));
    }

    private static void page(int status, String head, String body, Response response, Callback callback) {
        HttpFields.Mutable headers = response.getHeaders();
        headers.put(HttpHeader.CONTENT_TYPE, "text/html;charset=utf-8");
        headers.put(HttpHeader.CACHE_CONTROL, "no-store");
        headers.put("Referrer-Policy", "no-referrer");
        headers.put("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'");
        response.setStatus(status);
        byte[] html = PAGE.formatted(head, body).getBytes(StandardCharsets.UTF_8);
        headers.put(HttpHeader.CONTENT_LENGTH, html.length);
        response.write(true, ByteBuffer.wrap(html), callback);
    }
}
