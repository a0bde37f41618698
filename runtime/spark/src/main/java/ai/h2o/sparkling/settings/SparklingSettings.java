package ai.h2o.sparkling.settings;

import static java.util.Objects.requireNonNull;

import ai.h2o.sparkling.errors.SettingException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * The values of all settings in one run, read and checked once. Immutable.
 *
 * <p>What is set on {@code H2OConf} goes before what is set on the Spark session, that before Spark's configuration at
 * start, and that before the default.
 */
public final class SparklingSettings {

    /** Where a value came from. */
    public enum Origin {
        CONF("H2OConf"),
        SPARK("Spark's configuration"),
        DEFAULT("default");

        private final String title;

        Origin(String title) {
            this.title = title;
        }

        @Override
        public String toString() {
            return title;
        }
    }

    /** Nobody means 80 characters of a broken value to be repeated in full. */
    private static final int LONGEST_SHOWN_VALUE = 80;

    private static final int HIGHEST_PORT = 65_535;

    private static final Map<Setting<Boolean>, LoginKind> LOGINS = Map.of(
            Settings.HASH_LOGIN, LoginKind.HASH,
            Settings.LDAP_LOGIN, LoginKind.LDAP,
            Settings.KERBEROS_LOGIN, LoginKind.KERBEROS,
            Settings.PAM_LOGIN, LoginKind.PAM);

    private record Given(String name, String text, Origin origin) {}

    private final Map<Setting<?>, Object> values;
    private final Map<Setting<?>, Given> given;
    private final List<String> notices;
    private final Secret password;

    private SparklingSettings(Map<Setting<?>, Object> values, Map<Setting<?>, Given> given, List<String> notices) {
        this.values = Collections.unmodifiableMap(values);
        this.given = Collections.unmodifiableMap(given);
        this.notices = List.copyOf(notices);
        // A password of a login service is for that service to check; the driver's own client has one of its own then.
        this.password = find(Settings.PASSWORD).filter(set -> login().isEmpty()).orElseGet(Secret::generate);
    }

    /**
     * Reads and checks everything.
     *
     * @param conf what was set on {@code H2OConf}, by full name
     * @param spark Spark's configuration; what does not begin with {@code spark.ext.} is passed over
     * @throws SettingException listing every problem there is, not just the first
     */
    public static SparklingSettings resolve(Map<String, String> conf, Map<String, String> spark) {
        requireNonNull(conf, "conf is null");
        requireNonNull(spark, "spark is null");
        return new Resolution(conf, spark).resolve();
    }

    // The cloud

    /** See {@link Settings#CLOUD_NAME}. */
    public Optional<String> cloudName() {
        return find(Settings.CLOUD_NAME);
    }

    /** See {@link Settings#CLUSTER_SIZE}; empty for every executor that is there. */
    public OptionalInt clusterSize() {
        return find(Settings.CLUSTER_SIZE).map(OptionalInt::of).orElseGet(OptionalInt::empty);
    }

    /** See {@link Settings#NTHREADS}; empty for the cores of each executor. */
    public OptionalInt nthreads() {
        int threads = get(Settings.NTHREADS);
        return threads < 0 ? OptionalInt.empty() : OptionalInt.of(threads);
    }

    /** See {@link Settings#BASE_PORT}. */
    public int basePort() {
        return get(Settings.BASE_PORT);
    }

    /** See {@link Settings#INTERNAL_PORT_OFFSET}. */
    public int internalPortOffset() {
        return get(Settings.INTERNAL_PORT_OFFSET);
    }

    /** See {@link Settings#CLOUD_TIMEOUT}. */
    public Duration cloudTimeout() {
        return get(Settings.CLOUD_TIMEOUT);
    }

    /** See {@link Settings#STOP_WITH_LAST_SESSION}. */
    public boolean stopWithLastSession() {
        return get(Settings.STOP_WITH_LAST_SESSION);
    }

    /** See {@link Settings#RECOVERY}. */
    public Recovery recovery() {
        return get(Settings.RECOVERY);
    }

    /** See {@link Settings#RECOVERY_DIR}; empty if nothing is kept, also where nothing would come back. */
    public Optional<String> recoveryDir() {
        return recovery() == Recovery.OFF ? Optional.empty() : find(Settings.RECOVERY_DIR);
    }

    /** See {@link Settings#HEALTH_WARNING}. */
    public Duration healthWarning() {
        return get(Settings.HEALTH_WARNING);
    }

    /** See {@link Settings#HEALTH_LOST}. */
    public Duration healthLost() {
        return get(Settings.HEALTH_LOST);
    }

    /** See {@link Settings#CONVERSION_TIMEOUT}; empty for no limit. */
    public Optional<Duration> conversionTimeout() {
        return find(Settings.CONVERSION_TIMEOUT).filter(timeout -> !timeout.isZero());
    }

    /** See {@link Settings#ENGINE_DIR}. */
    public Optional<String> engineDir() {
        return find(Settings.ENGINE_DIR);
    }

    /** See {@link Settings#ICED_DIR}. */
    public Optional<String> icedDir() {
        return find(Settings.ICED_DIR);
    }

    /** See {@link Settings#LOG_DIR}. */
    public Optional<String> logDir() {
        return find(Settings.LOG_DIR);
    }

    /** See {@link Settings#LOG_LEVEL}. */
    public LogLevel logLevel() {
        return get(Settings.LOG_LEVEL);
    }

    /** See {@link Settings#FLOW_DIR}. */
    public Optional<String> flowDir() {
        return find(Settings.FLOW_DIR);
    }

    /** See {@link Settings#EXTRA_PROPERTIES}. */
    public EngineArguments extraProperties() {
        return find(Settings.EXTRA_PROPERTIES).orElse(EngineArguments.NONE);
    }

    /** See {@link Settings#INTERNAL_SECURE_CONNECTIONS}. */
    public boolean internalSecureConnections() {
        return get(Settings.INTERNAL_SECURE_CONNECTIONS);
    }

    /** See {@link Settings#ALLOW_INSECURE_XGBOOST}. */
    public boolean insecureXGBoostAllowed() {
        return get(Settings.ALLOW_INSECURE_XGBOOST);
    }

    /** The part that executors need. */
    public NodeSettings node() {
        return new NodeSettings(this);
    }

    // The gateway

    /** See {@link Settings#CLIENT_IP}. */
    public Optional<String> clientIp() {
        return find(Settings.CLIENT_IP);
    }

    /** See {@link Settings#CLIENT_WEB_PORT}; 0 for any free port. */
    public int clientWebPort() {
        return Math.max(0, get(Settings.CLIENT_WEB_PORT));
    }

    /** See {@link Settings#CONTEXT_PATH}; empty, or with a slash in front and none at the end. */
    public String contextPath() {
        return find(Settings.CONTEXT_PATH).orElse("");
    }

    /** See {@link Settings#FLOW_BASEURL_OVERRIDE}. */
    public Optional<String> flowBaseUrlOverride() {
        return find(Settings.FLOW_BASEURL_OVERRIDE);
    }

    /** See {@link Settings#FLOW_EXTRA_HTTP_HEADERS}. */
    public HttpHeaders flowExtraHttpHeaders() {
        return find(Settings.FLOW_EXTRA_HTTP_HEADERS).orElse(HttpHeaders.NONE);
    }

    /** See {@link Settings#REST_API_TIMEOUT}. */
    public Duration restApiTimeout() {
        return get(Settings.REST_API_TIMEOUT);
    }

    /** The user whose password is {@link #password()}: of {@link Settings#USER_NAME}, unless a login service knows that one. */
    public String userName() {
        return login().isPresent() ? Settings.USER_NAME.defaultValue().orElseThrow() : get(Settings.USER_NAME);
    }

    /** The login service, if there is one. */
    public Optional<LoginSettings> login() {
        return LOGINS.entrySet().stream()
                .filter(login -> get(login.getKey()))
                .findFirst()
                .map(login -> new LoginSettings(
                        login.getValue(),
                        get(Settings.LOGIN_CONF),
                        Optional.ofNullable(given.get(Settings.USER_NAME)).flatMap(set -> find(Settings.USER_NAME))));
    }

    /** The password that was set, or one that was made for these settings; always the same one. */
    public Secret password() {
        return password;
    }

    /** The gateway's key store, where it is to serve HTTPS. */
    public Optional<KeyStoreSettings> keyStore() {
        return find(Settings.JKS)
                .map(path -> new KeyStoreSettings(path, get(Settings.JKS_PASS), find(Settings.JKS_ALIAS)));
    }

    /** All that the gateway needs. */
    public GatewaySettings gateway() {
        return new GatewaySettings(
                userName(),
                password(),
                clientIp(),
                clientWebPort(),
                contextPath(),
                keyStore(),
                get(Settings.AUTO_FLOW_SSL),
                restApiTimeout());
    }

    // The Python client

    /** See {@link Settings#VERIFY_SSL_CERTIFICATES}. */
    public boolean verifySslCertificates() {
        return get(Settings.VERIFY_SSL_CERTIFICATES);
    }

    /** See {@link Settings#PROGRESSBAR_ENABLED}. */
    public boolean progressBarEnabled() {
        return get(Settings.PROGRESSBAR_ENABLED);
    }

    /** See {@link Settings#UI_UPDATE_INTERVAL}. */
    public Duration uiUpdateInterval() {
        return get(Settings.UI_UPDATE_INTERVAL);
    }

    // All of them

    /** The value of a setting that is acted on, if it was set or has a default. */
    public <T> Optional<T> find(Setting<T> setting) {
        return Optional.ofNullable(setting.type().javaType().cast(values.get(setting)));
    }

    /** The value of a setting that is acted on and that always has one. */
    public <T> T get(Setting<T> setting) {
        return find(setting)
                .orElseThrow(
                        () -> new IllegalStateException("Setting '" + setting + "' has neither value nor default"));
    }

    /** Where a setting's value comes from. */
    public Origin origin(Setting<?> setting) {
        Given source = given.get(setting);
        return source == null ? Origin.DEFAULT : source.origin();
    }

    /** What a user should be told once about settings that were accepted: those without effect, and former names. */
    public List<String> notices() {
        return notices;
    }

    /** What was set, as text by full name, secrets included: for an {@code H2OConf} that says the same. */
    public Map<String, String> explicit() {
        Map<String, String> texts = new TreeMap<>();
        given.forEach((setting, source) -> texts.put(setting.name(), source.text()));
        return texts;
    }

    /** Every setting that is acted on and has a value, in the form fit to be shown, by full name. */
    public Map<String, String> describe() {
        Map<String, String> shown = new TreeMap<>();
        for (Setting<?> setting : Settings.all()) {
            shownValue(setting).ifPresent(text -> shown.put(setting.name(), text));
        }
        return shown;
    }

    private <T> Optional<String> shownValue(Setting<T> setting) {
        return find(setting).map(value -> setting.shown(setting.type().format(value)));
    }

    /** What was set, one a line, with secrets starred. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("SparklingSettings");
        given.values().stream().sorted((a, b) -> a.name().compareTo(b.name())).forEach(source -> text.append("\n  ")
                .append(source.name())
                .append(" = ")
                .append(Settings.isSecret(source.name()) ? Secret.MASK : source.text())
                .append(" (")
                .append(source.origin())
                .append(')'));
        return text.toString();
    }

    /** One reading of two maps, which collects problems until the end. */
    private static final class Resolution {

        private final Map<Setting<?>, Given> given = new LinkedHashMap<>();
        private final Map<Setting<?>, Object> values = new LinkedHashMap<>();
        private final List<String> problems = new ArrayList<>();
        private final List<String> notices = new ArrayList<>();

        Resolution(Map<String, String> conf, Map<String, String> spark) {
            // Sorted, so that the same configuration always gives the same message.
            new TreeMap<>(conf).forEach((name, text) -> take(name, text, Origin.CONF));
            new TreeMap<>(spark).forEach((name, text) -> {
                if (soundsLikeOurs(name)) {
                    take(name, text, Origin.SPARK);
                }
            });
        }

        SparklingSettings resolve() {
            for (Setting<?> setting : Settings.all()) {
                read(setting);
            }
            checkTogether();
            if (!problems.isEmpty()) {
                throw new SettingException(message());
            }
            return new SparklingSettings(values, given, notices);
        }

        private void take(String name, String text, Origin origin) {
            Optional<Setting<?>> known = Settings.find(name);
            if (known.isEmpty()) {
                problems.add(unknown(name, origin));
                return;
            }
            Setting<?> setting = known.get();
            if (text == null) {
                problems.add("%s (%s) is null; give it a value or remove it".formatted(name, origin));
                return;
            }
            boolean former = !name.equals(setting.name());
            if (former) {
                notices.add("%s (%s) is a former name; use %s".formatted(name, origin, setting.name()));
            }
            Given earlier = given.get(setting);
            boolean replaces = earlier == null
                    || (earlier.origin() == origin && !former && !earlier.name().equals(setting.name()));
            if (replaces) {
                given.put(setting, new Given(name, text, origin));
            }
        }

        private <T> void read(Setting<T> setting) {
            Given source = given.get(setting);
            if (source == null) {
                if (setting.isActive()) {
                    setting.defaultValue().ifPresent(value -> values.put(setting, value));
                }
                return;
            }
            Setting.Status status = setting.status();
            if (status instanceof Setting.Status.WithoutEffect withoutEffect) {
                notices.add(
                        "%s (%s) has no effect. %s".formatted(source.name(), source.origin(), withoutEffect.reason()));
                return;
            }
            Optional<T> value = parse(setting, source);
            if (status instanceof Setting.Status.Refused refused) {
                value.filter(parsed -> setting.type().format(parsed).equals(refused.value()))
                        .ifPresent(parsed -> problems.add(problem(setting, source, refused.reason())));
            } else {
                value.ifPresent(parsed -> values.put(setting, parsed));
            }
        }

        private <T> Optional<T> parse(Setting<T> setting, Given source) {
            try {
                return Optional.of(setting.type().parse(source.text()));
            } catch (IllegalArgumentException e) {
                problems.add(problem(setting, source, e.getMessage()));
                return Optional.empty();
            }
        }

        private void checkTogether() {
            int lastPort = number(Settings.BASE_PORT) + number(Settings.INTERNAL_PORT_OFFSET);
            if (lastPort > HIGHEST_PORT) {
                problems.add("%s + %s = %d, but there is no port above %d; lower one of them"
                        .formatted(Settings.BASE_PORT, Settings.INTERNAL_PORT_OFFSET, lastPort, HIGHEST_PORT));
            }
            if (values.get(Settings.HEALTH_WARNING) instanceof Duration warning
                    && values.get(Settings.HEALTH_LOST) instanceof Duration lost
                    && lost.compareTo(warning) <= 0) {
                problems.add("%s (%s) must be longer than %s (%s), or nobody is warned; raise it, or lower the other"
                        .formatted(
                                Settings.HEALTH_LOST,
                                Settings.HEALTH_LOST.type().format(lost),
                                Settings.HEALTH_WARNING,
                                Settings.HEALTH_WARNING.type().format(warning)));
            }
            boolean keyStore = given.containsKey(Settings.JKS);
            if (keyStore && !given.containsKey(Settings.JKS_PASS)) {
                problems.add("%1$s is set, but %2$s is not; set %2$s to the password of the key store"
                        .formatted(Settings.JKS, Settings.JKS_PASS));
            }
            for (Setting<?> detail : List.of(Settings.JKS_PASS, Settings.JKS_ALIAS)) {
                if (!keyStore && given.containsKey(detail)) {
                    problems.add(
                            ("%1$s is set, but %2$s is not, so the gateway would serve plain HTTP; set %2$s to the path"
                                            + " of the key store, or remove %1$s")
                                    .formatted(detail, Settings.JKS));
                }
            }
            if (keyStore && Boolean.TRUE.equals(values.get(Settings.AUTO_FLOW_SSL))) {
                problems.add("%1$s is set, and %2$s is true, which asks for another certificate; remove one of them"
                        .formatted(Settings.JKS, Settings.AUTO_FLOW_SSL));
            }
            if (values.containsKey(Settings.RECOVERY_DIR) && values.get(Settings.RECOVERY) == Recovery.OFF) {
                notices.add("%s has no effect, since %s is off: nothing would come back from there"
                        .formatted(Settings.RECOVERY_DIR, Settings.RECOVERY));
            }
            checkLogin();
            if (values.get(Settings.JKS) instanceof String path && !isReadableFile(path)) {
                problems.add(
                        problem(
                                Settings.JKS,
                                given.get(Settings.JKS),
                                "no such file on the driver, or it may not be read; copy the key store there, or correct the path"));
            }
        }

        private void checkLogin() {
            List<String> on = LOGINS.keySet().stream()
                    .filter(login -> Boolean.TRUE.equals(values.get(login)))
                    .map(Setting::name)
                    .sorted()
                    .toList();
            if (on.size() > 1) {
                problems.add(String.join(" and ", on) + " are true, but there can be one login service only; switch off"
                        + " the others");
            }
            if (!on.isEmpty() && given.containsKey(Settings.PASSWORD)) {
                notices.add("%s has no effect together with %s, which knows the passwords"
                        .formatted(Settings.PASSWORD, on.get(0)));
            }
            Object file = values.get(Settings.LOGIN_CONF);
            if (!on.isEmpty() && file == null) {
                problems.add("%1$s is true, but %2$s is not set; set %2$s to the path of its configuration"
                        .formatted(on.get(0), Settings.LOGIN_CONF));
            } else if (!on.isEmpty() && file instanceof String path && !isReadableFile(path)) {
                problems.add(problem(
                        Settings.LOGIN_CONF,
                        given.get(Settings.LOGIN_CONF),
                        "no such file on the driver, or it may not be read; copy it there, or correct the path"));
            }
        }

        private int number(Setting<Integer> setting) {
            return values.get(setting) instanceof Integer number ? number : 0;
        }

        private static boolean isReadableFile(String path) {
            try {
                return Files.isRegularFile(Path.of(path)) && Files.isReadable(Path.of(path));
            } catch (InvalidPathException e) {
                return false;
            }
        }

        private String message() {
            return problems.size() == 1
                    ? "Setting " + problems.get(0)
                    : problems.size() + " settings cannot be used:\n  - " + String.join("\n  - ", problems);
        }

        private static String problem(Setting<?> setting, Given source, String reason) {
            return "%s = %s (%s): %s"
                    .formatted(source.name(), quoted(setting.shown(source.text())), source.origin(), reason);
        }

        /** Without the value, which may well be a password under a mistyped name. */
        private static String unknown(String name, Origin origin) {
            return "%s (%s) is not known; the nearest known name is %s"
                    .formatted(name, origin, Settings.nearestTo(name));
        }

        private static String quoted(String text) {
            String shown = text.length() <= LONGEST_SHOWN_VALUE
                    ? text
                    : text.substring(0, LONGEST_SHOWN_VALUE) + "… (" + text.length() + " characters)";
            return "'" + shown + "'";
        }

        /** Ours, ours in capitals, and the commonest slip of all: a zero for the letter O. */
        private static boolean soundsLikeOurs(String name) {
            String lower = name.toLowerCase(Locale.ROOT);
            return lower.startsWith(Settings.PREFIX)
                    || lower.startsWith("spark.ext.h20.")
                    || Settings.find(name).isPresent();
        }
    }
}
