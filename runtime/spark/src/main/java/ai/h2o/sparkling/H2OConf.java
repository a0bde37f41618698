package ai.h2o.sparkling;

import static java.util.Objects.requireNonNull;

import ai.h2o.sparkling.settings.LogLevel;
import ai.h2o.sparkling.settings.Recovery;
import ai.h2o.sparkling.settings.Secret;
import ai.h2o.sparkling.settings.Setting;
import ai.h2o.sparkling.settings.Settings;
import ai.h2o.sparkling.settings.SparkConfiguration;
import ai.h2o.sparkling.settings.SparklingSettings;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;

/**
 * What a user wants of a context, before it is made.
 *
 * <pre>{@code
 * H2OConf conf = new H2OConf().setClusterSize(2).setCloudTimeout(120_000);
 * H2OContext context = H2OContext.getOrCreate(spark, conf);
 * }</pre>
 *
 * <p>What is set here goes before what is set on Spark. Names and values are checked when a context is made of it, all of
 * them at once; until then anything can be set in any order. Changing a conf later does not change a context that was
 * made of it.
 *
 * <p>Not safe for use by several threads at once.
 */
public final class H2OConf extends FormerConf {

    /** By full name. Owned by the thread that builds this conf. */
    private final Map<String, String> explicit = new TreeMap<>();

    /** A conf in which nothing is set. */
    public H2OConf() {}

    /** A conf in which everything is set that {@code conf} says under {@value Settings#PREFIX}. */
    public H2OConf(SparkConf conf) {
        explicit.putAll(SparkConfiguration.of(requireNonNull(conf, "conf is null")));
    }

    /** A conf in which everything is set that the map says, by full name. */
    public H2OConf(Map<String, String> settings) {
        setAll(settings);
    }

    /** An independent conf that says the same. */
    public H2OConf copy() {
        return new H2OConf(explicit);
    }

    // By name

    /** Sets any setting by its full name. */
    @Override
    public H2OConf set(String name, String value) {
        explicit.put(
                requireNonNull(name, "name is null"), requireNonNull(value, () -> "value of '" + name + "' is null"));
        return this;
    }

    /** Sets any setting that is on or off by its full name. */
    @Override
    public H2OConf set(String name, boolean value) {
        return set(name, Boolean.toString(value));
    }

    /** Sets all entries, by full name. */
    public H2OConf setAll(Map<String, String> settings) {
        requireNonNull(settings, "settings is null").forEach(this::set);
        return this;
    }

    /** Takes back what was set, so that Spark's configuration or the default counts again. */
    public H2OConf remove(String name) {
        explicit.remove(requireNonNull(name, "name is null"));
        return this;
    }

    /** Whether it was set here. */
    public boolean contains(String name) {
        return explicit.containsKey(name);
    }

    /** What was set here under that full name. */
    public Optional<String> get(String name) {
        return Optional.ofNullable(explicit.get(requireNonNull(name, "name is null")));
    }

    /** What was set here under that full name, or the other value. */
    public String get(String name, String otherwise) {
        return get(name).orElse(otherwise);
    }

    /** Everything that was set here, by full name, passwords included. */
    @Override
    public Map<String, String> explicit() {
        return new TreeMap<>(explicit);
    }

    /** The same as {@link #explicit()}. */
    public Map<String, String> getAll() {
        return explicit();
    }

    /**
     * Reads and checks all settings for that session.
     *
     * @throws ai.h2o.sparkling.errors.SettingException listing every problem there is
     */
    public SparklingSettings resolve(SparkSession session) {
        return SparklingSettings.resolve(explicit, SparkConfiguration.of(session));
    }

    // One by one. A getter tells what a context would get from this conf alone: what was set here, or the default.

    /** The name of the cloud, if one is set. */
    public Optional<String> cloudName() {
        return find(Settings.CLOUD_NAME);
    }

    public H2OConf setCloudName(String name) {
        return set(Settings.CLOUD_NAME, name);
    }

    /** The number of nodes; empty for one in every executor. */
    public OptionalInt clusterSize() {
        return find(Settings.CLUSTER_SIZE).map(OptionalInt::of).orElseGet(OptionalInt::empty);
    }

    public H2OConf setClusterSize(int nodes) {
        return set(Settings.CLUSTER_SIZE, nodes);
    }

    /** The same as {@link #clusterSize()}. */
    public OptionalInt numH2OWorkers() {
        return clusterSize();
    }

    /** The same as {@link #setClusterSize(int)}. */
    public H2OConf setNumH2OWorkers(int nodes) {
        return setClusterSize(nodes);
    }

    /** Threads of each node; -1 for the cores of its executor. */
    public int nthreads() {
        return get(Settings.NTHREADS);
    }

    public H2OConf setNthreads(int threads) {
        return set(Settings.NTHREADS, threads);
    }

    public int basePort() {
        return get(Settings.BASE_PORT);
    }

    public H2OConf setBasePort(int port) {
        return set(Settings.BASE_PORT, port);
    }

    public int internalPortOffset() {
        return get(Settings.INTERNAL_PORT_OFFSET);
    }

    public H2OConf setInternalPortOffset(int offset) {
        return set(Settings.INTERNAL_PORT_OFFSET, offset);
    }

    /** In milliseconds. */
    public long cloudTimeout() {
        return get(Settings.CLOUD_TIMEOUT).toMillis();
    }

    public H2OConf setCloudTimeout(long milliseconds) {
        return set(Settings.CLOUD_TIMEOUT, milliseconds);
    }

    public Recovery recovery() {
        return get(Settings.RECOVERY);
    }

    public H2OConf setRecovery(Recovery recovery) {
        requireNonNull(recovery, "recovery is null");
        return set(Settings.RECOVERY, recovery.name().toLowerCase(Locale.ROOT));
    }

    public Optional<String> recoveryDir() {
        return find(Settings.RECOVERY_DIR);
    }

    public H2OConf setRecoveryDir(String directory) {
        return set(Settings.RECOVERY_DIR, directory);
    }

    public boolean isStopWithLastSessionEnabled() {
        return get(Settings.STOP_WITH_LAST_SESSION);
    }

    public H2OConf setStopWithLastSessionEnabled() {
        return set(Settings.STOP_WITH_LAST_SESSION, true);
    }

    public H2OConf setStopWithLastSessionDisabled() {
        return set(Settings.STOP_WITH_LAST_SESSION, false);
    }

    public Duration healthWarning() {
        return get(Settings.HEALTH_WARNING);
    }

    public H2OConf setHealthWarning(Duration silence) {
        return set(
                Settings.HEALTH_WARNING,
                requireNonNull(silence, "silence is null").toMillis());
    }

    public Duration healthLost() {
        return get(Settings.HEALTH_LOST);
    }

    public H2OConf setHealthLost(Duration silence) {
        return set(
                Settings.HEALTH_LOST, requireNonNull(silence, "silence is null").toMillis());
    }

    /** Zero for no limit. */
    public Duration conversionTimeout() {
        return get(Settings.CONVERSION_TIMEOUT);
    }

    public H2OConf setConversionTimeout(Duration timeout) {
        requireNonNull(timeout, "timeout is null");
        return set(Settings.CONVERSION_TIMEOUT, timeout.toMillis());
    }

    public boolean isTimeZoneCompatibilityEnabled() {
        return get(Settings.COMPAT_TIME_ZONE);
    }

    public H2OConf setTimeZoneCompatibilityEnabled() {
        return set(Settings.COMPAT_TIME_ZONE, true);
    }

    public H2OConf setTimeZoneCompatibilityDisabled() {
        return set(Settings.COMPAT_TIME_ZONE, false);
    }

    public Optional<String> engineDir() {
        return find(Settings.ENGINE_DIR);
    }

    public H2OConf setEngineDir(String directory) {
        return set(Settings.ENGINE_DIR, directory);
    }

    public Optional<String> icedDir() {
        return find(Settings.ICED_DIR);
    }

    public H2OConf setIcedDir(String directory) {
        return set(Settings.ICED_DIR, directory);
    }

    public Optional<String> logDir() {
        return find(Settings.LOG_DIR);
    }

    public H2OConf setLogDir(String directory) {
        return set(Settings.LOG_DIR, directory);
    }

    public String logLevel() {
        return get(Settings.LOG_LEVEL).name();
    }

    public H2OConf setLogLevel(String level) {
        return set(Settings.LOG_LEVEL, level);
    }

    public H2OConf setLogLevel(LogLevel level) {
        return setLogLevel(requireNonNull(level, "level is null").name());
    }

    public Optional<String> flowDir() {
        return find(Settings.FLOW_DIR);
    }

    public H2OConf setFlowDir(String directory) {
        return set(Settings.FLOW_DIR, directory);
    }

    public Optional<String> extraProperties() {
        return get(Settings.EXTRA_PROPERTIES.name());
    }

    public H2OConf setExtraProperties(String arguments) {
        return set(Settings.EXTRA_PROPERTIES, arguments);
    }

    public boolean isInternalSecureConnectionsEnabled() {
        return get(Settings.INTERNAL_SECURE_CONNECTIONS);
    }

    public H2OConf setInternalSecureConnectionsEnabled() {
        return set(Settings.INTERNAL_SECURE_CONNECTIONS, true);
    }

    public H2OConf setInternalSecureConnectionsDisabled() {
        return set(Settings.INTERNAL_SECURE_CONNECTIONS, false);
    }

    public boolean isInsecureXGBoostAllowed() {
        return get(Settings.ALLOW_INSECURE_XGBOOST);
    }

    public H2OConf setInsecureXGBoostAllowed() {
        return set(Settings.ALLOW_INSECURE_XGBOOST, true);
    }

    public H2OConf setInsecureXGBoostDenied() {
        return set(Settings.ALLOW_INSECURE_XGBOOST, false);
    }

    public Optional<String> clientIp() {
        return find(Settings.CLIENT_IP);
    }

    public H2OConf setClientIp(String address) {
        return set(Settings.CLIENT_IP, address);
    }

    /** -1 or 0 for any free port. */
    public int clientWebPort() {
        return get(Settings.CLIENT_WEB_PORT);
    }

    public H2OConf setClientWebPort(int port) {
        return set(Settings.CLIENT_WEB_PORT, port);
    }

    public Optional<String> contextPath() {
        return find(Settings.CONTEXT_PATH);
    }

    public H2OConf setContextPath(String path) {
        return set(Settings.CONTEXT_PATH, path);
    }

    public Optional<String> clientFlowBaseurlOverride() {
        return find(Settings.FLOW_BASEURL_OVERRIDE);
    }

    public H2OConf setClientFlowBaseurlOverride(String address) {
        return set(Settings.FLOW_BASEURL_OVERRIDE, address);
    }

    public Optional<String> flowExtraHttpHeaders() {
        return get(Settings.FLOW_EXTRA_HTTP_HEADERS.name());
    }

    /** Sets headers, one {@code Name: value} a line. */
    public H2OConf setFlowExtraHttpHeaders(String headers) {
        return set(Settings.FLOW_EXTRA_HTTP_HEADERS, headers);
    }

    /** Sets headers by name. */
    public H2OConf setFlowExtraHttpHeaders(Map<String, String> headers) {
        StringBuilder lines = new StringBuilder();
        requireNonNull(headers, "headers is null")
                .forEach((name, value) ->
                        lines.append(name).append(": ").append(value).append('\n'));
        return setFlowExtraHttpHeaders(lines.toString());
    }

    /** In milliseconds. */
    public long restApiTimeout() {
        return get(Settings.REST_API_TIMEOUT).toMillis();
    }

    public H2OConf setRestApiTimeout(long milliseconds) {
        return set(Settings.REST_API_TIMEOUT, milliseconds);
    }

    public String userName() {
        return get(Settings.USER_NAME);
    }

    public H2OConf setUserName(String name) {
        return set(Settings.USER_NAME, name);
    }

    /** The password, if one is set. */
    public Optional<Secret> password() {
        return find(Settings.PASSWORD);
    }

    public H2OConf setPassword(String password) {
        return set(Settings.PASSWORD, password);
    }

    public boolean hashLogin() {
        return get(Settings.HASH_LOGIN);
    }

    public H2OConf setHashLoginEnabled() {
        return set(Settings.HASH_LOGIN, true);
    }

    public H2OConf setHashLoginDisabled() {
        return set(Settings.HASH_LOGIN, false);
    }

    public boolean ldapLogin() {
        return get(Settings.LDAP_LOGIN);
    }

    public H2OConf setLdapLoginEnabled() {
        return set(Settings.LDAP_LOGIN, true);
    }

    public H2OConf setLdapLoginDisabled() {
        return set(Settings.LDAP_LOGIN, false);
    }

    public boolean kerberosLogin() {
        return get(Settings.KERBEROS_LOGIN);
    }

    public H2OConf setKerberosLoginEnabled() {
        return set(Settings.KERBEROS_LOGIN, true);
    }

    public H2OConf setKerberosLoginDisabled() {
        return set(Settings.KERBEROS_LOGIN, false);
    }

    public boolean pamLogin() {
        return get(Settings.PAM_LOGIN);
    }

    public H2OConf setPamLoginEnabled() {
        return set(Settings.PAM_LOGIN, true);
    }

    public H2OConf setPamLoginDisabled() {
        return set(Settings.PAM_LOGIN, false);
    }

    public Optional<String> loginConf() {
        return find(Settings.LOGIN_CONF);
    }

    public H2OConf setLoginConf(String path) {
        return set(Settings.LOGIN_CONF, path);
    }

    public Optional<String> jks() {
        return find(Settings.JKS);
    }

    public H2OConf setJks(String path) {
        return set(Settings.JKS, path);
    }

    public Optional<Secret> jksPass() {
        return find(Settings.JKS_PASS);
    }

    public H2OConf setJksPass(String password) {
        return set(Settings.JKS_PASS, password);
    }

    public Optional<String> jksAlias() {
        return find(Settings.JKS_ALIAS);
    }

    public H2OConf setJksAlias(String alias) {
        return set(Settings.JKS_ALIAS, alias);
    }

    public boolean autoFlowSsl() {
        return get(Settings.AUTO_FLOW_SSL);
    }

    public H2OConf setAutoFlowSslEnabled() {
        return set(Settings.AUTO_FLOW_SSL, true);
    }

    public H2OConf setAutoFlowSslDisabled() {
        return set(Settings.AUTO_FLOW_SSL, false);
    }

    public boolean verifySslCertificates() {
        return get(Settings.VERIFY_SSL_CERTIFICATES);
    }

    public H2OConf setVerifySslCertificates(boolean verify) {
        return set(Settings.VERIFY_SSL_CERTIFICATES, verify);
    }

    public boolean isProgressBarEnabled() {
        return get(Settings.PROGRESSBAR_ENABLED);
    }

    public H2OConf setProgressBarEnabled() {
        return set(Settings.PROGRESSBAR_ENABLED, true);
    }

    public H2OConf setProgressBarDisabled() {
        return set(Settings.PROGRESSBAR_ENABLED, false);
    }

    /** In milliseconds. */
    public long uiUpdateInterval() {
        return get(Settings.UI_UPDATE_INTERVAL).toMillis();
    }

    public H2OConf setUiUpdateInterval(long milliseconds) {
        return set(Settings.UI_UPDATE_INTERVAL, milliseconds);
    }

    /** What was set here, one a line, with secrets starred. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("H2OConf");
        explicit.forEach((name, value) ->
                text.append("\n  ").append(name).append(" = ").append(Settings.isSecret(name) ? Secret.MASK : value));
        return text.toString();
    }

    private H2OConf set(Setting<?> setting, Object value) {
        return set(setting.name(), String.valueOf(requireNonNull(value, () -> "value of '" + setting + "' is null")));
    }

    private <T> Optional<T> find(Setting<T> setting) {
        return setting.read(explicit);
    }

    private <T> T get(Setting<T> setting) {
        return find(setting)
                .orElseThrow(
                        () -> new IllegalStateException("Setting '" + setting + "' has neither value nor default"));
    }
}
