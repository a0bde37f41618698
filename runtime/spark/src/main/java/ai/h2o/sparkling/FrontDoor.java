package ai.h2o.sparkling;

import ai.h2o.sparkling.certificates.OwnCertificate;
import ai.h2o.sparkling.cloud.Beside;
import ai.h2o.sparkling.cloud.Cloud;
import ai.h2o.sparkling.cloud.LoginServices;
import ai.h2o.sparkling.errors.CloudFormationException;
import ai.h2o.sparkling.errors.GatewayException;
import ai.h2o.sparkling.gateway.Gateway;
import ai.h2o.sparkling.gateway.GatewayOptions;
import ai.h2o.sparkling.gateway.OwnService;
import ai.h2o.sparkling.gateway.Upstream;
import ai.h2o.sparkling.gateway.login.DirectoryOptions;
import ai.h2o.sparkling.proxies.Platforms;
import ai.h2o.sparkling.proxies.Surroundings;
import ai.h2o.sparkling.proxies.WebProxy;
import ai.h2o.sparkling.settings.LoginSettings;
import ai.h2o.sparkling.settings.SparklingSettings;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.apache.spark.SparkEnv;
import org.apache.spark.sql.SparkSession;

/** Where Flow, browsers and H2O's clients come in: the gateway on the driver, and the ways to it. */
final class FrontDoor {
    // As long as a browser's user waits, and longer than a directory takes that works.
    private static final Duration LOGIN_DEADLINE = Duration.ofSeconds(20);

    private final SparkSession spark;
    private final SparklingSettings settings;
    // Of the platform, where browsers come through it.
    private final Optional<WebProxy> proxy;
    private final Gateway gateway;

    /**
     * Takes its port, and answers nobody yet.
     *
     * @param own what answers for the context itself
     * @throws GatewayException if the port cannot be had
     */
    FrontDoor(SparkSession spark, SparklingSettings settings, OwnService own) {
        this.spark = spark;
        this.settings = settings;
        proxy = platformProxy();
        gateway = Gateway.bind(settings.gateway(), options(own));
    }

    /** None if the gateway speaks TLS, which these proxies do not, or listens where the proxy does not look for it. */
    private Optional<WebProxy> platformProxy() {
        var sparkConf = spark.sparkContext().getConf();
        var surroundings = new Surroundings(
                name -> Optional.ofNullable(spark.conf().get(name, sparkConf.get(name, null))), System.getenv());
        return Platforms.webProxy(surroundings)
                .filter(found -> !settings.gateway().speaksTls())
                .filter(found -> settings.gateway().host().map(found::reaches).orElse(true));
    }

    private GatewayOptions options(OwnService own) {
        var host = SparkEnv.get().blockManager().blockManagerId().host();
        var listeningHost = proxy.map(WebProxy::listeningHost).orElse(host);
        var options = GatewayOptions.builder(listeningHost)
                .ownService(own)
                .advertisedHost(proxy.filter(WebProxy::besideDriver).isPresent() ? listeningHost : host);
        publicAuthority().ifPresent(options::publicAuthority);
        settings.login().map(this::directory).ifPresent(options::directory);
        return options.build();
    }

    private DirectoryOptions directory(LoginSettings login) {
        return new DirectoryOptions(
                LoginServices.open(login, settings.engineDir())::accepts,
                login.owner().orElseGet(spark.sparkContext()::sparkUser),
                LOGIN_DEADLINE);
    }

    private Optional<String> publicAuthority() {
        return settings.flowBaseUrlOverride()
                .map(address -> URI.create(address).getRawAuthority())
                .or(() -> proxy.flatMap(WebProxy::authority));
    }

    /** Begins to answer, in a thread of its own. */
    Beside<Gateway> serve() {
        return Beside.begin("sparkling-gateway-start", gateway::serve);
    }

    static void awaitServing(Beside<Gateway> begun, Duration deadline) {
        try {
            begun.await(deadline);
        } catch (TimeoutException e) {
            throw new GatewayException(
                    "The gateway on the driver did not open within " + deadline.toSeconds()
                            + " s: the driver is short of processor or memory. Give it more, or raise"
                            + " spark.ext.h2o.cloud.timeout",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CloudFormationException("Waiting for the gateway to open was interrupted", e);
        } catch (ExecutionException e) {
            throw new GatewayException("The gateway did not open: " + e.getCause(), e.getCause());
        }
    }

    /** Leads those to the cloud who come from outside. */
    void leadTo(Cloud cloud) {
        var leader = cloud.generation().leader().node();
        gateway.route(new Upstream(URI.create("http://" + leader.authority()), cloud.credential()));
    }

    /** There is no cloud; what it worked on, except some of it, is told to have failed. */
    void endJobs(String why, Set<String> except) {
        gateway.endJobs(why, except);
    }

    /** There is no cloud, and what it worked on may go on. */
    void pause(String why) {
        gateway.pause(why);
    }

    /** There is no cloud. */
    void unavailable(String why) {
        gateway.unavailable(why);
    }

    void close() {
        gateway.close();
    }

    /** See {@link H2OContext#flowURL}. */
    String flowAddress() {
        return settings.flowBaseUrlOverride()
                .map(address -> address.replaceFirst("/+$", ""))
                .or(() -> proxy.map(found -> found.addressOf(gateway.uri().getPort())
                        + settings.gateway().contextPath()))
                .orElseGet(this::address);
    }

    String address() {
        return gateway.uri().toString();
    }

    /** The certificate that the gateway has made for itself. */
    Optional<OwnCertificate> certificate() {
        return gateway.certificate();
    }

    URI loginLink() {
        return URI.create(flowAddress() + gateway.loginPath());
    }

    /** The same for a browser beside the driver, which needs no platform's proxy. */
    URI loginLinkHere() {
        return URI.create(address() + gateway.loginPath());
    }
}
