package ai.h2o.sparkling.settings;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The register of all settings. The constants are those that the product acts on, and one of its own that it refuses as
 * yet; names of older releases that it only knows are in {@link FormerSettings}.
 */
public final class Settings {

    /** What the names of all our settings begin with. */
    public static final String PREFIX = "spark.ext.h2o.";

    private static final int HIGHEST_PORT = 65_535;
    private static final Duration MILLISECOND = Duration.ofMillis(1);

    // The cloud

    public static final Setting<String> CLOUD_NAME = Setting.named("cloud.name", ValueType.cloudName())
            .getter("cloudName")
            .setter("setCloudName")
            .active("Name of the H2O cloud. When it is not set, one is made from the Spark application."
                    + " A number is added to it, one more each time that the cloud"
                    + " is formed again.");

    public static final Setting<Integer> CLUSTER_SIZE = Setting.named(
                    "cluster.size", ValueType.integer(1, Integer.MAX_VALUE))
            .getter("clusterSize")
            .getter("numH2OWorkers")
            .setter("setNumH2OWorkers")
            .setter("setClusterSize")
            .active(
                    "Number of H2O nodes, each in an executor of its own. When it is not set, every executor that is there"
                            + " when the context starts gets one.");

    public static final Setting<Integer> NTHREADS = Setting.named(
                    "nthreads", ValueType.integerOrAuto(1, Short.MAX_VALUE))
            .defaultsTo(-1)
            .getter("nthreads")
            .setter("setNthreads")
            .active("Threads that each H2O node computes with. -1 stands for the cores of its executor.");

    public static final Setting<Integer> BASE_PORT = Setting.named("base.port", ValueType.integer(1, HIGHEST_PORT))
            .defaultsTo(54_321)
            .formerly("port.base", "node.port.base", "client.port.base")
            .getter("basePort")
            .setter("setBasePort")
            .active("Where each H2O node begins to look for two free ports.");

    public static final Setting<Integer> INTERNAL_PORT_OFFSET = Setting.named(
                    "internal.port.offset", ValueType.integer(1, HIGHEST_PORT))
            .defaultsTo(1)
            .getter("internalPortOffset")
            .setter("setInternalPortOffset")
            .active("How far a node's port for traffic between nodes lies above its REST port.");

    public static final Setting<Duration> CLOUD_TIMEOUT = Setting.named(
                    "cloud.timeout", ValueType.duration(MILLISECOND))
            .defaultsTo(Duration.ofSeconds(60))
            .getter("cloudTimeout")
            .setter("setCloudTimeout")
            .active(
                    "How long executors may take to come, and how long, after that, nodes may take to start and to agree. Then the"
                            + " start fails and says which were missing.");

    public static final Setting<Recovery> RECOVERY = Setting.named(
                    "recovery", ValueType.choice(Recovery.class, Settings::lowerCase, Map.of()))
            .defaultsTo(Recovery.AUTOMATIC)
            .getter("recovery")
            .setter("setRecovery")
            .active(
                    "What to do when an executor of the cloud is lost. automatic: the next cloud forms by itself, and calls"
                            + " wait for it, at most twice cloud.timeout; frames that came from DataFrames or imports are made"
                            + " again under their keys. manual: it forms when the context is asked for again. off: the"
                            + " context stays lost until it is stopped.");

    public static final Setting<String> RECOVERY_DIR = Setting.named("recovery.dir", ValueType.path())
            .getter("recoveryDir")
            .setter("setRecoveryDir")
            .active(
                    "Where finished models outlive the loss of a cloud: any directory that driver and executors write to through"
                            + " Spark's Hadoop file systems. The next cloud has them again, and goes on with grids and AutoML runs"
                            + " that were under way. What is there is deleted when the context stops. When it is not set, models"
                            + " that were not saved are lost.");

    public static final Setting<Boolean> STOP_WITH_LAST_SESSION = Setting.named(
                    "stop.with.last.session", ValueType.flag())
            .defaultsTo(true)
            .getter("isStopWithLastSessionEnabled")
            .onOff("setStopWithLastSessionEnabled", "setStopWithLastSessionDisabled")
            .active(
                    "Sessions of one Spark application share the context: stop() ends the cloud when the last session that has asked for it"
                            + " stops. false: then the cloud goes on until Spark stops, or stop(true) stops both.");

    public static final Setting<Duration> HEALTH_WARNING = Setting.named(
                    "health.warning", ValueType.duration(Duration.ofSeconds(1)))
            .defaultsTo(Duration.ofSeconds(10))
            .getter("healthWarning")
            .setter("setHealthWarning")
            .active("How long an executor of the cloud may be silent before a warning names it, at least 1 s.");

    public static final Setting<Duration> HEALTH_LOST = Setting.named(
                    "health.lost", ValueType.duration(Duration.ofSeconds(2)))
            .defaultsTo(Duration.ofSeconds(60))
            .getter("healthLost")
            .setter("setHealthLost")
            .active(
                    "How long an executor of the cloud may be silent before it counts as lost, though Spark has not removed it;"
                            + " longer than health.warning. Long collections of garbage are silent times.");

    public static final Setting<Duration> CONVERSION_TIMEOUT = Setting.named(
                    "conversion.timeout", ValueType.duration(Duration.ZERO))
            .defaultsTo(Duration.ZERO)
            .getter("conversionTimeout")
            .setter("setConversionTimeout")
            .active(
                    "The longest time that one conversion between DataFrame and H2OFrame may take; after it the conversion is"
                            + " cancelled and fails. 0 sets no limit.");

    public static final Setting<Boolean> COMPAT_TIME_ZONE = Setting.named("compat.time_zone", ValueType.flag())
            .defaultsTo(false)
            .getter("isTimeZoneCompatibilityEnabled")
            .onOff("setTimeZoneCompatibilityEnabled", "setTimeZoneCompatibilityDisabled")
            .refused(
                    "Whether timestamps and dates are shifted from Spark's session time zone to UTC on their way into an"
                            + " H2OFrame, as Sparkling Water did, so that H2O shows the same wall clock.",
                    "true",
                    "instants stay exactly what they are; remove this setting, and use Spark's from_utc_timestamp on columns"
                            + " whose wall clock H2O is to show.");

    public static final Setting<String> ENGINE_DIR = Setting.named("engine.dir", ValueType.localDirectory())
            .getter("engineDir")
            .setter("setEngineDir")
            .active(
                    "Where each host unpacks the engine, about 300 MB. When it is not set, a private directory in Spark's own"
                            + " local directory is used.");

    public static final Setting<String> ICED_DIR = Setting.named("iced.dir", ValueType.localDirectory())
            .formerly("node.iced.dir", "client.iced.dir")
            .getter("icedDir")
            .setter("setIcedDir")
            .active(
                    "Where nodes put data that does not fit into memory, each in a directory of its own. When it is not set, Spark's local directory is used.");

    public static final Setting<String> LOG_DIR = Setting.named("log.dir", ValueType.path())
            .formerly("node.log.dir", "client.log.dir")
            .getter("logDir")
            .setter("setLogDir")
            .active(
                    "Where nodes keep the log files that H2O offers for download. When it is not set, Spark's local directory"
                            + " is used. What matters goes to Spark's own log in any case.");

    public static final Setting<LogLevel> LOG_LEVEL = Setting.named(
                    "log.level", ValueType.choice(LogLevel.class, LogLevel::name, Map.of("ERRR", LogLevel.ERROR)))
            .defaultsTo(LogLevel.WARN)
            .formerly("node.log.level", "client.log.level")
            .getter("logLevel")
            .setter("setLogLevel")
            .active("How much the engine writes into Spark's log.");

    public static final Setting<String> FLOW_DIR = Setting.named("flow.dir", ValueType.path())
            .formerly("client.flow.dir")
            .getter("flowDir")
            .setter("setFlowDir")
            .active("Where H2O Flow saves notebooks.");

    public static final Setting<EngineArguments> EXTRA_PROPERTIES = Setting.named(
                    "extra.properties", ValueType.engineArguments())
            .formerly("node.extra", "client.extra")
            .getter("extraProperties")
            .setter("setExtraProperties")
            .active(
                    "Further arguments for the command line of H2O, such as -features beta. Only those are taken that cannot"
                            + " open a port, change who may log in, or break up the cloud.");

    public static final Setting<Boolean> INTERNAL_SECURE_CONNECTIONS = Setting.named(
                    "internal_secure_connections", ValueType.flag())
            .defaultsTo(true)
            .getter("isInternalSecureConnectionsEnabled")
            .onOff("setInternalSecureConnectionsEnabled", "setInternalSecureConnectionsDisabled")
            .active(
                    "Whether traffic between nodes is encrypted, with keys made for each cloud. It is by default as soon as"
                            + " there is more than one node, and a node then takes in nobody without the key; switch it off only where"
                            + " the network is trusted.");

    public static final Setting<Boolean> ALLOW_INSECURE_XGBOOST = Setting.named(
                    "allow_insecure_xgboost", ValueType.flag())
            .defaultsTo(false)
            .getter("isInsecureXGBoostAllowed")
            .onOff("setInsecureXGBoostAllowed", "setInsecureXGBoostDenied")
            .active(
                    "XGBoost on more than one node talks over connections of its own, which cannot be encrypted and ask for no"
                            + " credential. In a cloud with encrypted traffic its training is refused unless this is true, or"
                            + " build_tree_one_node is set on the model.");

    // The gateway

    public static final Setting<String> CLIENT_IP = Setting.named("client.ip", ValueType.host())
            .getter("clientIp")
            .setter("setClientIp")
            .active(
                    "The address on the driver at which the gateway listens. When it is not set, the one that Spark's driver"
                            + " uses, or where the platform's proxy looks for it: 0.0.0.0 on Databricks, 127.0.0.1 on JupyterHub.");

    public static final Setting<Integer> CLIENT_WEB_PORT = Setting.named(
                    "client.web.port", ValueType.integerOrAuto(0, HIGHEST_PORT))
            .defaultsTo(-1)
            .getter("clientWebPort")
            .setter("setClientWebPort")
            .active("The port on the driver at which the gateway listens. -1 and 0 stand for any free port.");

    public static final Setting<String> CONTEXT_PATH = Setting.named("context.path", ValueType.contextPath())
            .getter("contextPath")
            .setter("setContextPath")
            .active("The path under which the gateway serves everything, for a proxy in front of it; such as /h2o.");

    public static final Setting<String> FLOW_BASEURL_OVERRIDE = Setting.named(
                    "client.flow.baseurl.override", ValueType.webAddress())
            .getter("clientFlowBaseurlOverride")
            .setter("setClientFlowBaseurlOverride")
            .active(
                    "The address of H2O Flow that is shown to users, where a proxy gives it another one than the gateway's. On"
                            + " Databricks and JupyterHub the platform's own proxy is found without it.");

    public static final Setting<HttpHeaders> FLOW_EXTRA_HTTP_HEADERS = Setting.named(
                    "flow.extra.http.headers", ValueType.headers())
            .formerly("client.flow.extra.http.headers")
            .getter("flowExtraHttpHeaders")
            .setter("setFlowExtraHttpHeaders")
            .active("HTTP headers to add to the answers of H2O Flow, one 'Name: value' a line.");

    public static final Setting<Duration> REST_API_TIMEOUT = Setting.named(
                    "rest.api.timeout", ValueType.duration(MILLISECOND))
            .defaultsTo(Duration.ofMinutes(5))
            .getter("restApiTimeout")
            .setter("setRestApiTimeout")
            .active(
                    "The longest time that one request through the gateway may take. Training does not count: it goes on behind"
                            + " short requests.");

    public static final Setting<String> USER_NAME = Setting.named("user.name", ValueType.userName())
            .defaultsTo("h2o")
            .getter("userName")
            .setter("setUserName")
            .active(
                    "The user who logs in at the gateway. With one of the login services below, the one user of it who may use"
                            + " the cloud, or * for all of them; if it is not set then, the user who runs Spark.");

    public static final Setting<Secret> PASSWORD = Setting.named("password", ValueType.secret())
            .getter("password")
            .setter("setPassword")
            .active(
                    "That user's password. When it is not set, one of 256 bits is made for each cloud, and the Python client"
                            + " gets it by itself.");

    public static final Setting<Boolean> HASH_LOGIN = login(
            "hash.login",
            "hashLogin",
            "setHashLoginEnabled",
            "setHashLoginDisabled",
            "Whether users log in at the gateway by a file of lines 'user: hash', as Jetty has them, which login.conf names.");

    public static final Setting<Boolean> LDAP_LOGIN = login(
            "ldap.login",
            "ldapLogin",
            "setLdapLoginEnabled",
            "setLdapLoginDisabled",
            "Whether users log in at the gateway by LDAP: by the modules that the entry ldaploginmodule of login.conf names.");

    public static final Setting<Boolean> KERBEROS_LOGIN = login(
            "kerberos.login",
            "kerberosLogin",
            "setKerberosLoginEnabled",
            "setKerberosLoginDisabled",
            "Whether users log in at the gateway by their Kerberos password: by the modules that the entry krb5loginmodule of"
                    + " login.conf names.");

    public static final Setting<Boolean> PAM_LOGIN = login(
            "pam.login",
            "pamLogin",
            "setPamLoginEnabled",
            "setPamLoginDisabled",
            "Whether users log in at the gateway by PAM on the driver: by the modules that the entry pamloginmodule of"
                    + " login.conf names.");

    public static final Setting<String> LOGIN_CONF = Setting.named("login.conf", ValueType.path())
            .getter("loginConf")
            .setter("setLoginConf")
            .active("File on the driver with the users and hashes, or the JAAS configuration, of the login service.");

    public static final Setting<String> JKS = Setting.named("jks", ValueType.path())
            .getter("jks")
            .setter("setJks")
            .active("Key store (JKS or PKCS12) on the driver. When it is set, the gateway serves HTTPS with it.");

    public static final Setting<Secret> JKS_PASS = Setting.named("jks.pass", ValueType.secret())
            .getter("jksPass")
            .setter("setJksPass")
            .active(
                    "Password of the key store and of its key. Set it on H2OConf rather than on Spark, whose web UI hides only"
                            + " names that have 'password', 'secret' or 'token' in them.");

    public static final Setting<String> JKS_ALIAS = Setting.named("jks.alias", ValueType.text())
            .getter("jksAlias")
            .setter("setJksAlias")
            .active("Which key of the key store to use, where it holds several.");

    public static final Setting<Boolean> AUTO_FLOW_SSL = Setting.named("auto.flow.ssl", ValueType.flag())
            .defaultsTo(false)
            .getter("autoFlowSsl")
            .onOff("setAutoFlowSslEnabled", "setAutoFlowSslDisabled")
            .active(
                    "Whether the gateway serves HTTPS with a certificate that it makes for itself at each start, for those who"
                            + " have no key store. The Python client of the same driver checks it by itself; elsewhere, compare its"
                            + " fingerprint, which the context shows.");

    // The Python client

    public static final Setting<Boolean> VERIFY_SSL_CERTIFICATES = Setting.named(
                    "verify_ssl_certificates", ValueType.flag())
            .defaultsTo(true)
            .getter("verifySslCertificates")
            .setter("setVerifySslCertificates")
            .active("Whether the Python client checks the gateway's certificate, where the gateway serves HTTPS.");

    public static final Setting<Boolean> PROGRESSBAR_ENABLED = Setting.named("progressbar.enabled", ValueType.flag())
            .defaultsTo(true)
            .getter("isProgressBarEnabled")
            .onOff("setProgressBarEnabled", "setProgressBarDisabled")
            .active("Whether progress of conversions and of H2O jobs is shown.");

    public static final Setting<Duration> UI_UPDATE_INTERVAL = Setting.named(
                    "ui.update.interval", ValueType.duration(MILLISECOND))
            .defaultsTo(Duration.ofSeconds(10))
            .getter("uiUpdateInterval")
            .setter("setUiUpdateInterval")
            .active(
                    "How often the status page at the gateway, sparkling/status, asks for what is new while somebody looks at"
                            + " it; at least half a second, at most a minute.");

    /** What the product acts on, by what it is about. */
    private static final Map<String, List<Setting<?>>> GROUPS = groups(
            new Group(
                    "The cloud",
                    List.of(
                            CLUSTER_SIZE,
                            CLOUD_NAME,
                            NTHREADS,
                            BASE_PORT,
                            INTERNAL_PORT_OFFSET,
                            CLOUD_TIMEOUT,
                            RECOVERY,
                            RECOVERY_DIR,
                            STOP_WITH_LAST_SESSION,
                            HEALTH_WARNING,
                            HEALTH_LOST,
                            INTERNAL_SECURE_CONNECTIONS,
                            ALLOW_INSECURE_XGBOOST,
                            EXTRA_PROPERTIES)),
            new Group("Frames", List.of(CONVERSION_TIMEOUT)),
            new Group("Logs and directories", List.of(LOG_LEVEL, LOG_DIR, ENGINE_DIR, ICED_DIR, FLOW_DIR)),
            new Group(
                    "The gateway",
                    List.of(
                            CLIENT_IP,
                            CLIENT_WEB_PORT,
                            CONTEXT_PATH,
                            USER_NAME,
                            PASSWORD,
                            HASH_LOGIN,
                            LDAP_LOGIN,
                            KERBEROS_LOGIN,
                            PAM_LOGIN,
                            LOGIN_CONF,
                            JKS,
                            JKS_PASS,
                            JKS_ALIAS,
                            AUTO_FLOW_SSL,
                            REST_API_TIMEOUT,
                            FLOW_BASEURL_OVERRIDE,
                            FLOW_EXTRA_HTTP_HEADERS)),
            new Group("Notebooks", List.of(VERIFY_SSL_CERTIFICATES, PROGRESSBAR_ENABLED, UI_UPDATE_INTERVAL)));

    private static final List<Setting<?>> ALL = Stream.of(
                    GROUPS.values().stream().flatMap(List::stream),
                    Stream.of(COMPAT_TIME_ZONE),
                    FormerSettings.ALL.stream())
            .<Setting<?>>flatMap(settings -> settings)
            .toList();

    private static final Map<String, Setting<?>> BY_NAME = index();

    private Settings() {}

    private static Setting<Boolean> login(String name, String getter, String on, String off, String documentation) {
        return Setting.named(name, ValueType.flag())
                .defaultsTo(false)
                .getter(getter)
                .onOff(on, off)
                .active(documentation);
    }

    /** Every setting that is known: first those that are acted on, then the others. */
    public static List<Setting<?>> all() {
        return ALL;
    }

    /** Those that are acted on, by the title of what they are about. */
    static Map<String, List<Setting<?>>> groups() {
        return GROUPS;
    }

    /** The setting of that full name, or of that former name. */
    public static Optional<Setting<?>> find(String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }

    /** The known name that comes nearest to a mistyped one. */
    public static String nearestTo(String name) {
        return NearestName.of(name, ALL.stream().map(Setting::name).toList());
    }

    /**
     * Whether the value under this name must not be printed. Also true for unknown names that sound like it, since a
     * mistyped password is a password all the same.
     */
    public static boolean isSecret(String name) {
        return find(name).map(Setting::isSecret).orElseGet(() -> name.toLowerCase(Locale.ROOT)
                .matches(".*(pass|secret|token|credential|\\bkey\\b).*"));
    }

    private record Group(String title, List<Setting<?>> settings) {}

    private static Map<String, List<Setting<?>>> groups(Group... groups) {
        Map<String, List<Setting<?>>> byTitle = new LinkedHashMap<>();
        for (Group group : groups) {
            byTitle.put(group.title(), group.settings());
        }
        return Collections.unmodifiableMap(byTitle);
    }

    private static Map<String, Setting<?>> index() {
        Map<String, Setting<?>> byName = new LinkedHashMap<>();
        for (Setting<?> setting : ALL) {
            putOnce(byName, setting.name(), setting);
            setting.formerNames().forEach(name -> putOnce(byName, name, setting));
        }
        return Collections.unmodifiableMap(byName);
    }

    private static void putOnce(Map<String, Setting<?>> byName, String name, Setting<?> setting) {
        if (byName.putIfAbsent(name, setting) != null) {
            throw new IllegalStateException("Setting '" + name + "' is declared twice");
        }
    }

    private static <E extends Enum<E>> String lowerCase(E constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
