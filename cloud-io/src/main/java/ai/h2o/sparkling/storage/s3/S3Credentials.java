package ai.h2o.sparkling.storage.s3;

import ai.h2o.sparkling.storage.S3Keys;
import com.amazonaws.SdkClientException;
import com.amazonaws.auth.AWSCredentials;
import com.amazonaws.auth.AWSCredentialsProvider;
import com.amazonaws.auth.AWSCredentialsProviderChain;
import com.amazonaws.auth.AWSStaticCredentialsProvider;
import com.amazonaws.auth.AnonymousAWSCredentials;
import com.amazonaws.auth.BasicAWSCredentials;
import com.amazonaws.auth.BasicSessionCredentials;
import com.amazonaws.auth.DefaultAWSCredentialsProviderChain;
import com.amazonaws.auth.EC2ContainerCredentialsProviderWrapper;
import com.amazonaws.auth.EnvironmentVariableCredentialsProvider;
import com.amazonaws.auth.STSAssumeRoleSessionCredentialsProvider;
import com.amazonaws.auth.WebIdentityTokenCredentialsProvider;
import com.amazonaws.auth.profile.ProfileCredentialsProvider;
import com.amazonaws.client.builder.AwsClientBuilder.EndpointConfiguration;
import com.amazonaws.services.securitytoken.AWSSecurityTokenServiceClientBuilder;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Who we are to a bucket. The names of S3A's own providers mean what they mean there; keys that the engine was given go before all.
 *
 * @param provider asked before each request
 * @param resources what ends with the client
 */
record S3Credentials(AWSCredentialsProvider provider, List<Closeable> resources) {
    private static final String PROVIDERS = "aws.credentials.provider";
    private static final String STS_REGION = "us-east-1";

    static S3Credentials of(S3Settings settings, Supplier<Optional<S3Keys>> given) throws IOException {
        var resources = new ArrayList<Closeable>();
        var chain = new ArrayList<AWSCredentialsProvider>();
        chain.add(new GivenKeys(given));
        if (settings.isSet(PROVIDERS)) {
            for (String name : settings.list(PROVIDERS)) {
                named(name, settings, resources).ifPresent(chain::add);
            }
        } else {
            configured(settings).ifPresent(chain::add);
            chain.add(new DefaultAWSCredentialsProviderChain());
        }
        var provider = new AWSCredentialsProviderChain(chain);
        provider.setReuseLastProvider(false);
        return new S3Credentials(provider, resources);
    }

    private static Optional<AWSCredentialsProvider> named(String name, S3Settings settings, List<Closeable> resources)
            throws IOException {
        String simple = name.substring(name.lastIndexOf('.') + 1);
        return switch (simple) {
            case "AnonymousAWSCredentialsProvider" ->
                Optional.of(new AWSStaticCredentialsProvider(new AnonymousAWSCredentials()));
            case "SimpleAWSCredentialsProvider", "TemporaryAWSCredentialsProvider" -> configured(settings);
            case "EnvironmentVariableCredentialsProvider" -> Optional.of(new EnvironmentVariableCredentialsProvider());
            case "ProfileCredentialsProvider", "ProfileAWSCredentialsProvider" ->
                Optional.of(new ProfileCredentialsProvider());
            case "WebIdentityTokenCredentialsProvider" -> Optional.of(WebIdentityTokenCredentialsProvider.create());
            case "IAMInstanceCredentialsProvider",
                    "InstanceProfileCredentialsProvider",
                    "EC2ContainerCredentialsProviderWrapper" ->
                Optional.of(new EC2ContainerCredentialsProviderWrapper());
            case "AssumedRoleCredentialProvider" -> Optional.of(assumedRole(settings, resources));
            case "DefaultAWSCredentialsProviderChain", "DefaultCredentialsProvider" ->
                Optional.of(new DefaultAWSCredentialsProviderChain());
            default ->
                throw new IOException("fs.s3a." + PROVIDERS + " names '" + name
                        + "', which the carried client for S3 does not know; add hadoop-aws to Spark, whose own client does,"
                        + " or name another one");
        };
    }

    private static Optional<AWSCredentialsProvider> configured(S3Settings settings) throws IOException {
        var access = settings.secret("access.key");
        var secret = settings.secret("secret.key");
        if (access.isEmpty() || secret.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new AWSStaticCredentialsProvider(
                credentials(new S3Keys(access.get(), secret.get(), settings.secret("session.token")))));
    }

    private static AWSCredentials credentials(S3Keys keys) {
        return keys.session().isPresent()
                ? new BasicSessionCredentials(
                        keys.access(), keys.secret(), keys.session().get())
                : new BasicAWSCredentials(keys.access(), keys.secret());
    }

    private static AWSCredentialsProvider assumedRole(S3Settings settings, List<Closeable> resources)
            throws IOException {
        var arn = settings.text("assumed.role.arn")
                .orElseThrow(() -> new IOException("fs.s3a." + PROVIDERS
                        + " asks for an assumed role, and fs.s3a.assumed.role.arn does not say which; set it"));
        var region = settings.text("assumed.role.sts.endpoint.region").orElse(STS_REGION);
        var builder = AWSSecurityTokenServiceClientBuilder.standard()
                .withClientConfiguration(S3Clients.http(settings))
                .withCredentials(configured(settings).orElseGet(DefaultAWSCredentialsProviderChain::new));
        settings.text("assumed.role.sts.endpoint")
                .ifPresentOrElse(
                        endpoint -> builder.setEndpointConfiguration(new EndpointConfiguration(endpoint, region)),
                        () -> builder.setRegion(region));
        var sts = builder.build();
        var role = new STSAssumeRoleSessionCredentialsProvider.Builder(
                        arn, settings.text("assumed.role.session.name").orElse("sparkling-hosted"))
                .withStsClient(sts)
                .build();
        resources.add(role);
        resources.add(sts::shutdown);
        return role;
    }

    /** Keys that were handed to the engine while it runs. */
    private record GivenKeys(Supplier<Optional<S3Keys>> given) implements AWSCredentialsProvider {
        @Override
        public AWSCredentials getCredentials() {
            return credentials(
                    given.get().orElseThrow(() -> new SdkClientException("no keys were given to the engine")));
        }

        @Override
        public void refresh() {
            // They are asked for each time.
        }
    }
}
