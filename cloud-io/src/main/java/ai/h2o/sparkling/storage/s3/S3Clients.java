package ai.h2o.sparkling.storage.s3;

import com.amazonaws.ClientConfiguration;
import com.amazonaws.Protocol;
import com.amazonaws.client.builder.AwsClientBuilder.EndpointConfiguration;
import com.amazonaws.retry.PredefinedBackoffStrategies.SDKDefaultBackoffStrategy;
import com.amazonaws.retry.PredefinedRetryPolicies;
import com.amazonaws.retry.RetryPolicy;
import com.amazonaws.services.s3.AmazonS3;
import com.amazonaws.services.s3.AmazonS3ClientBuilder;

/** Makes clients as a bucket's settings ask for. */
final class S3Clients {
    private static final int CONNECTIONS_PER_CORE = 4;
    private static final int FEWEST_CONNECTIONS = 32;
    private static final int RETRIES = 8;
    private static final int IDLE_MILLIS = 20_000;
    private static final String ANY_REGION = "us-east-1";

    private S3Clients() {}

    static AmazonS3 create(S3Settings settings, S3Credentials credentials) {
        var builder = AmazonS3ClientBuilder.standard()
                .withClientConfiguration(http(settings))
                .withCredentials(credentials.provider())
                .withPathStyleAccessEnabled(settings.flag("path.style.access", false));
        var region = settings.text("endpoint.region").filter(name -> !name.equals("sdk"));
        settings.text("endpoint")
                .ifPresentOrElse(
                        endpoint -> builder.setEndpointConfiguration(
                                new EndpointConfiguration(endpoint, region.orElse(ANY_REGION))),
                        () -> {
                            builder.setRegion(region.orElse(ANY_REGION));
                            // The bucket tells where it is when it is elsewhere.
                            builder.setForceGlobalBucketAccessEnabled(region.isEmpty());
                        });
        return builder.build();
    }

    static ClientConfiguration http(S3Settings settings) {
        int connections = Math.max(
                FEWEST_CONNECTIONS, CONNECTIONS_PER_CORE * Runtime.getRuntime().availableProcessors());
        var retries = new RetryPolicy(
                PredefinedRetryPolicies.DEFAULT_RETRY_CONDITION,
                // Full jitter, between 100 ms and 20 s; what the server throttles waits longer.
                new SDKDefaultBackoffStrategy(),
                RETRIES,
                true);
        var http = new ClientConfiguration()
                .withMaxConnections(connections)
                .withRetryPolicy(retries)
                .withMaxErrorRetry(RETRIES)
                .withTcpKeepAlive(true)
                .withConnectionMaxIdleMillis(IDLE_MILLIS)
                // Its thread would belong to the node that happens to be first.
                .withReaper(false)
                .withProtocol(settings.flag("connection.ssl.enabled", true) ? Protocol.HTTPS : Protocol.HTTP);
        settings.text("proxy.host").ifPresent(http::setProxyHost);
        settings.text("proxy.port").map(Integer::valueOf).ifPresent(http::setProxyPort);
        return http;
    }
}
