package ai.h2o.sparkling.certificates;

import java.security.GeneralSecurityException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

/**
 * TLS for clients that speak plain HTTP to nodes, and want a context all the same. Java's own would read every authority that Java trusts,
 * which is work at each start; this one trusts nobody, so nothing can be reached by it in error.
 */
public final class NobodyTrusted {
    private NobodyTrusted() {}

    /** A new context. */
    public static SSLContext context() {
        try {
            var context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[0], null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java has no TLS", e);
        }
    }
}
