package ai.h2o.sparkling.gateway;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;

/**
 * Tells whether a foreign web page made the browser send a request.
 *
 * <p>Browsers add a session cookie, and a password once typed, by themselves. The cookie is {@code SameSite=Strict}, but
 * that is a matter of sites, not of hosts and ports, and says nothing about passwords; so this looks at what browsers tell
 * of a request's origin. Programs (Python, curl) tell nothing, and send no credential they were not given.
 */
final class CrossSite {

    private static final Set<String> SAFE_METHODS = Set.of("GET", "HEAD", "OPTIONS");

    private CrossSite() {}

    /**
     * @param byCookie whether the request is let in by its session cookie, so that a browser must have sent it
     * @param own the {@code host:port} or hosts by which browsers know the gateway
     */
    static boolean forged(String method, HttpFields headers, boolean byCookie, List<String> own) {
        String site = headers.get("Sec-Fetch-Site");
        if (SAFE_METHODS.contains(method)) {
            // A link or a bookmark opens a page; anything else that another site asks for (images, frames, fetches) is
            // odd.
            boolean opensPage = "navigate".equals(headers.get("Sec-Fetch-Mode"))
                    && "document".equals(headers.get("Sec-Fetch-Dest"));
            return "cross-site".equals(site) && !opensPage;
        }
        if (site != null) {
            return !site.equals("same-origin") && !site.equals("none");
        }
        String origin = headers.get(HttpHeader.ORIGIN);
        String source = origin != null ? origin : headers.get(HttpHeader.REFERER);
        if (source == null) {
            return byCookie;
        }
        String authority = authority(source);
        return !(own.stream().anyMatch(ours -> authority.equals(normalised(ours, source)))
                || authority.equals(normalised(headers.get(HttpHeader.HOST), source))
                // No foreign page can set this header without asking first, and the gateway never consents.
                || authority.equals(normalised(headers.get("X-Forwarded-Host"), source)));
    }

    /** {@code host:port} of an origin or referrer; empty, which equals nothing, if it has none ("null", for instance). */
    private static String authority(String url) {
        try {
            String authority = new URI(url).getRawAuthority();
            return authority == null ? "" : normalised(authority, url);
        } catch (URISyntaxException e) {
            return "";
        }
    }

    private static String normalised(String authority, String url) {
        if (authority == null) {
            return "-";
        }
        String lower = authority.strip().toLowerCase(Locale.ROOT);
        boolean hasPort = lower.matches(".*:\\d+");
        return hasPort ? lower : lower + (url.toLowerCase(Locale.ROOT).startsWith("https:") ? ":443" : ":80");
    }
}
