package ai.h2o.sparkling.cloud;

import ai.h2o.sparkling.certificates.NobodyTrusted;
import java.lang.ref.SoftReference;
import java.net.http.HttpClient;
import java.time.Duration;

/** HTTP to nodes. */
final class NodeHttp {
    static final int OK = 200;

    private static final Duration CONNECT = Duration.ofSeconds(10);

    // Its threads end when nobody refers to it any more.
    private static SoftReference<HttpClient> shared = new SoftReference<>(null);

    private NodeHttp() {}

    static HttpClient client() {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT)
                // Nodes are near, and a proxy is for what is far.
                .proxy(HttpClient.Builder.NO_PROXY)
                .sslContext(NobodyTrusted.context())
                .build();
    }

    /** One for all tasks of this JVM. */
    static synchronized HttpClient shared() {
        var client = shared.get();
        if (client == null) {
            client = client();
            shared = new SoftReference<>(client);
        }
        return client;
    }
}
