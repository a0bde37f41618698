package ai.h2o.sparkling.gateway;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/** What the gateway has to know about paths. All paths are raw, as they stood on the wire, and begin with a slash. */
final class Paths {

    /**
     * One segment below the root, which makes the browser itself find the right path for the session's cookie: without one it
     * takes the part of the address before the last slash, and that is our root, whatever prefix a proxy shows us under.
     */
    static final String LOGIN = "/sparkling-login";

    private static final Pattern SHUTDOWN = Pattern.compile("/[^/]+/shutdown/?", Pattern.CASE_INSENSITIVE);

    private static final Pattern DOT_SEGMENT = Pattern.compile("/\\.{1,2}(?=[/;]|$)");

    private Paths() {}

    /** The path as the node knows it, or empty if it is not below the context path. */
    static Optional<String> withoutContext(String contextPath, String path) {
        if (path == null || !path.startsWith(contextPath)) {
            return Optional.empty();
        }
        String rest = path.substring(contextPath.length());
        return rest.startsWith("/") ? Optional.of(rest) : Optional.empty();
    }

    /**
     * Whether the path has segments that are to be resolved, as it stands or once it is decoded; clients do that themselves before they send.
     */
    static boolean hasDotSegments(String path) {
        return DOT_SEGMENT.matcher(path).find()
                || DOT_SEGMENT.matcher(decoded(path)).find();
    }

    /**
     * A relative reference that leads from one path to another. The gateway gives no absolute paths out, because it does
     * not know under which prefix a proxy in front of it shows it.
     */
    static String relative(String from, String to) {
        int depth = (int) from.chars().filter(c -> c == '/').count() - 1;
        return (depth == 0 ? "./" : "../".repeat(depth)) + to.substring(1);
    }

    /** Whether H2O could take the path for {@code /3/Shutdown}, however it is spelled. */
    static boolean isShutdown(String path) {
        return SHUTDOWN.matcher(plain(path)).matches();
    }

    /** Whether the node could take the path for one of those by which the driver and executors talk to it, however it is spelled. */
    static boolean isOfNodes(String path) {
        return plain(path).startsWith("/sparkling/");
    }

    private static String plain(String path) {
        return decoded(path).replaceAll(";[^/]*", "").replaceAll("/{2,}", "/");
    }

    private static String decoded(String path) {
        try {
            return URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            // The node will refuse it; the raw path is looked at all the same.
            return path;
        }
    }

    /**
     * The {@code Location} for a client, made from the node's: what points to the node points to the gateway, everything
     * else stays.
     *
     * @param nodeBase of the node that answered
     * @param requestPath path of the request, without the context
     */
    static String location(String location, URI nodeBase, String requestPath) {
        String authority = "//" + nodeBase.getRawAuthority();
        String schemeless = location.replaceFirst("^(?i:https?):(?=//)", "");
        if (schemeless.equalsIgnoreCase(authority)) {
            return relative(requestPath, "/");
        }
        if (schemeless.regionMatches(true, 0, authority + "/", 0, authority.length() + 1)) {
            return relative(requestPath, schemeless.substring(authority.length()));
        }
        return location.startsWith("/") && !location.startsWith("//") ? relative(requestPath, location) : location;
    }
}
