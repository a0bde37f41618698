package ai.h2o.sparkling.nodes;

import ai.h2o.sparkling.certificates.NobodyTrusted;
import ai.h2o.sparkling.engine.api.NodeAddress;
import java.lang.ref.SoftReference;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;

/** HTTP to nodes. */
final class NodeHttp {
    static final int OK = 200;

    /** A host that is there answers at once, or, where a packet is lost twice, after three seconds. */
    private static final Duration CONNECT = Duration.ofSeconds(5);

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

    /** A request to a node that carries a body, without a deadline yet. */
    static HttpRequest.Builder post(NodeAddress node, String path, String credential, String type, byte[] body) {
        return HttpRequest.newBuilder(URI.create("http://" + node.authority() + path))
                .header("Authorization", "Bearer " + credential)
                .header("Content-Type", type)
                .POST(BodyPublishers.ofByteArray(body));
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
