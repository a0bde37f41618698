package ai.h2o.sparkling.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import ai.h2o.sparkling.errors.SettingException;
import ai.h2o.sparkling.settings.SparklingSettings.Origin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SparklingSettingsTest {

    private static final String PREFIX = Settings.PREFIX;

    // Values

    @Test
    void defaultsHoldWhereNothingIsSet() {
        SparklingSettings settings = SparklingSettings.resolve(Map.of(), Map.of());

        assertThat(settings.cloudName()).isEmpty();
        assertThat(settings.clusterSize()).isEmpty();
        assertThat(settings.nthreads()).isEmpty();
        assertThat(settings.basePort()).isEqualTo(54_321);
        assertThat(settings.internalPortOffset()).isEqualTo(1);
        assertThat(settings.cloudTimeout()).isEqualTo(Duration.ofSeconds(60));
        assertThat(settings.recovery()).isEqualTo(Recovery.AUTOMATIC);
        assertThat(settings.conversionTimeout()).isEmpty();
        assertThat(settings.engineDir()).isEmpty();
        assertThat(settings.icedDir()).isEmpty();
        assertThat(settings.logDir()).isEmpty();
        assertThat(settings.logLevel()).isEqualTo(LogLevel.WARN);
        assertThat(settings.flowDir()).isEmpty();
        assertThat(settings.extraProperties().arguments()).isEmpty();
        assertThat(settings.internalSecureConnections()).isTrue();
        assertThat(settings.insecureXGBoostAllowed()).isFalse();
        assertThat(settings.clientIp()).isEmpty();
        assertThat(settings.clientWebPort()).isZero();
        assertThat(settings.contextPath()).isEmpty();
        assertThat(settings.flowBaseUrlOverride()).isEmpty();
        assertThat(settings.flowExtraHttpHeaders().byName()).isEmpty();
        assertThat(settings.restApiTimeout()).isEqualTo(Duration.ofMinutes(5));
        assertThat(settings.userName()).isEqualTo("h2o");
        assertThat(settings.keyStore()).isEmpty();
        assertThat(settings.verifySslCertificates()).isTrue();
        assertThat(settings.progressBarEnabled()).isTrue();
        assertThat(settings.uiUpdateInterval()).isEqualTo(Duration.ofSeconds(10));
        assertThat(settings.notices()).isEmpty();
        assertThat(settings.explicit()).isEmpty();
    }

    @Test
    void everyAccessorGivesWhatWasSet(@TempDir Path directory) throws IOException {
        String keyStore = Files.createFile(directory.resolve("gateway.p12")).toString();
        SparklingSettings settings = ours(Map.ofEntries(
                entry("cloud.name", "blue"),
                entry("cluster.size", "3"),
                entry("nthreads", "4"),
                entry("base.port", "50000"),
                entry("internal.port.offset", "2"),
                entry("cloud.timeout", "2min"),
                entry("recovery", "Manual"),
                entry("conversion.timeout", "1h"),
                entry("engine.dir", "/engine"),
                entry("iced.dir", "/iced"),
                entry("log.dir", "/logs"),
                entry("log.level", "debug"),
                entry("flow.dir", "/flows"),
                entry("extra.properties", "-features beta"),
                entry("internal_secure_connections", "false"),
                entry("allow_insecure_xgboost", "true"),
                entry("client.ip", "10.0.0.100"),
                entry("client.web.port", "13321"),
                entry("context.path", "h2o/"),
                entry("client.flow.baseurl.override", "https://proxy/h2o"),
                entry("flow.extra.http.headers", "X-A: b"),
                entry("rest.api.timeout", "1000"),
                entry("user.name", "jane"),
                entry("password", "open sesame"),
                entry("jks", keyStore),
                entry("jks.pass", "changeit"),
                entry("jks.alias", "gateway"),
                entry("verify_ssl_certificates", "false"),
                entry("progressbar.enabled", "false"),
                entry("ui.update.interval", "5s")));

        assertThat(settings.cloudName()).hasValue("blue");
        assertThat(settings.clusterSize()).hasValue(3);
        assertThat(settings.nthreads()).hasValue(4);
        assertThat(settings.basePort()).isEqualTo(50_000);
        assertThat(settings.internalPortOffset()).isEqualTo(2);
        assertThat(settings.cloudTimeout()).isEqualTo(Duration.ofMinutes(2));
        assertThat(settings.recovery()).isEqualTo(Recovery.MANUAL);
        assertThat(settings.conversionTimeout()).hasValue(Duration.ofHours(1));
        assertThat(settings.engineDir()).hasValue("/engine");
        assertThat(settings.icedDir()).hasValue("/iced");
        assertThat(settings.logDir()).hasValue("/logs");
        assertThat(settings.logLevel()).isEqualTo(LogLevel.DEBUG);
        assertThat(settings.flowDir()).hasValue("/flows");
        assertThat(settings.extraProperties().arguments()).containsExactly("-features", "beta");
        assertThat(settings.internalSecureConnections()).isFalse();
        assertThat(settings.insecureXGBoostAllowed()).isTrue();
        assertThat(settings.flowBaseUrlOverride()).hasValue("https://proxy/h2o");
        assertThat(settings.flowExtraHttpHeaders().byName()).containsExactly(entry("X-A", "b"));
        assertThat(settings.verifySslCertificates()).isFalse();
        assertThat(settings.progressBarEnabled()).isFalse();
        assertThat(settings.uiUpdateInterval()).isEqualTo(Duration.ofSeconds(5));
        assertThat(settings.notices()).isEmpty();

        GatewaySettings gateway = settings.gateway();
        assertThat(gateway.host()).hasValue("10.0.0.100").isEqualTo(settings.clientIp());
        assertThat(gateway.port()).isEqualTo(13_321).isEqualTo(settings.clientWebPort());
        assertThat(gateway.contextPath()).isEqualTo("/h2o").isEqualTo(settings.contextPath());
        assertThat(gateway.userName()).isEqualTo("jane").isEqualTo(settings.userName());
        assertThat(gateway.password().reveal()).isEqualTo("open sesame");
        assertThat(gateway.requestTimeout()).isEqualTo(Duration.ofSeconds(1)).isEqualTo(settings.restApiTimeout());
        KeyStoreSettings keys = gateway.keyStore().orElseThrow();
        assertThat(keys.path()).isEqualTo(keyStore);
        assertThat(keys.password().reveal()).isEqualTo("changeit");
        assertThat(keys.alias()).hasValue("gateway");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1"})
    void theGatewaysPortIsAnyFreeOneByTheNewAndTheFormerValue(String port) {
        assertThat(ours(Map.of("client.web.port", port)).clientWebPort()).isZero();
    }

    @Test
    void aPasswordIsMadeOnceWhereNoneIsSet() {
        SparklingSettings settings = SparklingSettings.resolve(Map.of(), Map.of());

        assertThat(settings.password().reveal()).hasSizeGreaterThanOrEqualTo(43);
        assertThat(settings.gateway().password()).isEqualTo(settings.password());
        assertThat(SparklingSettings.resolve(Map.of(), Map.of()).password()).isNotEqualTo(settings.password());
    }

    // Precedence

    @Test
    void confGoesBeforeSparkAndSparkBeforeTheDefault() {
        SparklingSettings settings = SparklingSettings.resolve(
                Map.of(PREFIX + "base.port", "3"), Map.of(PREFIX + "base.port", "2", PREFIX + "nthreads", "2"));

        assertThat(settings.basePort()).isEqualTo(3);
        assertThat(settings.nthreads()).hasValue(2);
        assertThat(settings.internalPortOffset()).isEqualTo(1);
        assertThat(settings.origin(Settings.BASE_PORT)).isEqualTo(Origin.CONF);
        assertThat(settings.origin(Settings.NTHREADS)).isEqualTo(Origin.SPARK);
        assertThat(settings.origin(Settings.INTERNAL_PORT_OFFSET)).isEqualTo(Origin.DEFAULT);
    }

    @Test
    void aValueThatIsOverriddenIsNotChecked() {
        assertThat(SparklingSettings.resolve(Map.of(PREFIX + "base.port", "3"), Map.of(PREFIX + "base.port", "three"))
                        .basePort())
                .isEqualTo(3);
    }

    @Test
    void aFormerNameWorksAndIsMentioned() {
        SparklingSettings settings = ours(Map.of("node.iced.dir", "/iced"));

        assertThat(settings.icedDir()).hasValue("/iced");
        assertThat(settings.notices())
                .containsExactly("spark.ext.h2o.node.iced.dir (H2OConf) is a former name; use spark.ext.h2o.iced.dir");
    }

    @Test
    void theNameOfTodayGoesBeforeAFormerOneInTheSamePlaceOnly() {
        assertThat(ours(Map.of("client.log.level", "INFO", "log.level", "DEBUG"))
                        .logLevel())
                .isEqualTo(LogLevel.DEBUG);
        assertThat(ours(Map.of("node.log.level", "INFO", "log.level", "DEBUG")).logLevel())
                .isEqualTo(LogLevel.DEBUG);
        assertThat(SparklingSettings.resolve(
                                Map.of(PREFIX + "node.log.level", "INFO"), Map.of(PREFIX + "log.level", "DEBUG"))
                        .logLevel())
                .isEqualTo(LogLevel.INFO);
    }

    // Problems

    @Test
    void anUnknownNameIsAnsweredWithTheNearestKnownOne() {
        refused(
                Map.of("cluod.name", "blue"),
                "Setting spark.ext.h2o.cluod.name (H2OConf) is not known; the nearest known name is"
                        + " spark.ext.h2o.cloud.name");
    }

    @ParameterizedTest
    @ValueSource(strings = {"spark.ext.h2o.nthread", "spark.ext.h20.nthreads", "spark.ext.H2O.nthreads"})
    void anUnknownNameInSparksConfigurationIsFoundAsWell(String name) {
        assertThatThrownBy(() -> SparklingSettings.resolve(Map.of(), Map.of(name, "1")))
                .isInstanceOf(SettingException.class)
                .hasMessage(
                        "Setting %s (Spark's configuration) is not known; the nearest known name is"
                                + " spark.ext.h2o.nthreads",
                        name);
    }

    @Test
    void whatBelongsToOthersInSparksConfigurationIsLeftAlone() {
        assertThat(SparklingSettings.resolve(
                                Map.of(), Map.of("spark.executor.memory", "2g", "spark.ext.other.name", "x"))
                        .explicit())
                .isEmpty();
    }

    @Test
    void whatBelongsToOthersIsUnknownOnConf() {
        assertThatThrownBy(() -> SparklingSettings.resolve(Map.of("spark.executor.memory", "2g"), Map.of()))
                .isInstanceOf(SettingException.class)
                .hasMessageStartingWith("Setting spark.executor.memory (H2OConf) is not known; ");
    }

    @Test
    void allProblemsAreReportedAtOnceInTheSameOrder() {
        assertThatThrownBy(() -> SparklingSettings.resolve(
                        Map.of(PREFIX + "nthreads", "four", PREFIX + "recovery", "maybe", PREFIX + "log.levle", "INFO"),
                        Map.of(PREFIX + "cloud.timeout", "soon", PREFIX + "nosuch.thing", "1")))
                .isInstanceOf(SettingException.class)
                .hasMessage(
                        """
                        5 settings cannot be used:
                          - spark.ext.h2o.log.levle (H2OConf) is not known; the nearest known name is spark.ext.h2o.log.level
                          - spark.ext.h2o.nosuch.thing (Spark's configuration) is not known; the nearest known name is %s
                          - spark.ext.h2o.nthreads = 'four' (H2OConf): expected an integer from 1 to 32767, or -1 to leave it open
                          - spark.ext.h2o.cloud.timeout = 'soon' (Spark's configuration): expected milliseconds, or a number with us, ms, s, m, min, h or d (such as 60s), of at least 1ms
                          - spark.ext.h2o.recovery = 'maybe' (H2OConf): expected one of automatic, manual, off"""
                                .formatted(Settings.nearestTo("spark.ext.h2o.nosuch.thing")));
    }

    @ParameterizedTest
    @CsvSource({
        "cluster.size, 0, an integer of at least 1",
        "nthreads, 32768, 'an integer from 1 to 32767, or -1 to leave it open'",
        "base.port, 65536, an integer from 1 to 65535",
        "client.web.port, 65536, 'an integer from 0 to 65535, or -1 to leave it open'",
        "internal_secure_connections, no, true or false",
        "log.level, LOUD, 'one of FATAL, ERROR, WARN, INFO, DEBUG, TRACE'",
        "engine.dir, here, the absolute path of a directory on a local disk",
        "client.ip, host:1, 'a host name or an IP address, without scheme, port or path'",
        "user.name, a:b, a name without colons",
        "cloud.name, a b, 1 to 100 characters without blanks"
    })
    void aBadValueIsNamedWithWhatWasExpected(String name, String value, String expected) {
        refused(
                Map.of(name, value),
                "Setting spark.ext.h2o.%s = '%s' (H2OConf): expected %s".formatted(name, value, expected));
    }

    @Test
    void aLongValueIsCutInTheMessage() {
        refused(
                Map.of("nthreads", "9".repeat(200)),
                "Setting spark.ext.h2o.nthreads = '%s… (200 characters)' (H2OConf): expected an integer from 1 to 32767, or"
                                .formatted("9".repeat(80))
                        + " -1 to leave it open");
    }

    @Test
    void noProblemGivesASecretAway() {
        assertThatThrownBy(() -> ours(Map.of("passwort", "open sesame", "jks.pass", "open sesame", "password", " ")))
                .isInstanceOf(SettingException.class)
                .hasMessageContaining("spark.ext.h2o.passwort (H2OConf) is not known")
                .hasMessageContaining("spark.ext.h2o.password = '***' (H2OConf): expected a text, but it is empty")
                .hasMessageNotContaining("sesame");
    }

    @Test
    void nullIsAProblemLikeAnyOther() {
        Map<String, String> conf = new HashMap<>();
        conf.put(PREFIX + "nthreads", null);

        assertThatThrownBy(() -> SparklingSettings.resolve(conf, Map.of()))
                .isInstanceOf(SettingException.class)
                .hasMessage("Setting spark.ext.h2o.nthreads (H2OConf) is null; give it a value or remove it");
    }

    @Test
    void portsMustExistTogether() {
        refused(
                Map.of("base.port", "65000", "internal.port.offset", "1000"),
                "Setting spark.ext.h2o.base.port + spark.ext.h2o.internal.port.offset = 66000, but there is no port above"
                        + " 65535; lower one of them");
    }

    @Test
    void aSilenceIsWarnedOfBeforeItIsALoss() {
        refused(
                Map.of("health.warning", "60s"),
                "Setting spark.ext.h2o.health.lost (1min) must be longer than spark.ext.h2o.health.warning (1min), or nobody"
                        + " is warned; raise it, or lower the other");
        assertThat(ours(Map.of("health.warning", "2s", "health.lost", "10s")).healthLost())
                .isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void aKeyStoreNeedsItsPasswordAndItsFile() {
        assertThatThrownBy(() -> ours(Map.of("jks", "/no/such/file")))
                .isInstanceOf(SettingException.class)
                .hasMessageContaining(
                        "spark.ext.h2o.jks is set, but spark.ext.h2o.jks.pass is not; set spark.ext.h2o.jks.pass to")
                .hasMessageContaining("spark.ext.h2o.jks = '/no/such/file' (H2OConf): no such file on the driver");
    }

    @Test
    void aPasswordForNoKeyStoreWouldMeanPlainHttp() {
        refused(
                Map.of("jks.pass", "changeit"),
                "Setting spark.ext.h2o.jks.pass is set, but spark.ext.h2o.jks is not, so the gateway would serve plain HTTP;"
                        + " set spark.ext.h2o.jks to the path of the key store, or remove spark.ext.h2o.jks.pass");
    }

    @Test
    void aKeyStoreAndACertificateOfItsOwnExcludeEachOther(@TempDir Path directory) throws IOException {
        String keyStore = Files.createFile(directory.resolve("gateway.p12")).toString();
        assertThat(ours(Map.of("auto.flow.ssl", "true")).gateway().ownCertificate())
                .isTrue();
        refused(
                Map.of("auto.flow.ssl", "true", "jks", keyStore, "jks.pass", "changeit"),
                "Setting spark.ext.h2o.jks is set, and spark.ext.h2o.auto.flow.ssl is true, which asks for another certificate;"
                        + " remove one of them");
    }

    // Names of the former system

    @Test
    void anExternalCloudIsRefused() {
        refused(
                Map.of("backend.cluster.mode", "EXTERNAL"),
                "Setting spark.ext.h2o.backend.cluster.mode = 'EXTERNAL' (H2OConf): H2O always runs in Spark's executors"
                        + " here; remove this setting, and use the h2o package alone to work with a cloud outside Spark.");
        assertThat(ours(Map.of("backend.cluster.mode", "internal")).notices()).isEmpty();
    }

    @Test
    void aTimeZoneToShiftByIsRefused() {
        refused(
                Map.of("compat.time_zone", "true"),
                "Setting spark.ext.h2o.compat.time_zone = 'true' (H2OConf): instants stay exactly what they are; remove this"
                        + " setting, and use Spark's from_utc_timestamp on columns whose wall clock H2O is to show.");
        assertThat(ours(Map.of("compat.time_zone", "false")).notices()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"hash, HASH", "ldap, LDAP", "kerberos, KERBEROS", "pam, PAM"})
    void aLoginServiceKnowsThePasswordsAndTheDriversClientHasOneOfItsOwn(
            String name, LoginKind kind, @TempDir Path folder) throws IOException {
        Path file = Files.createFile(folder.resolve("login.conf"));
        SparklingSettings settings = ours(Map.of(
                name + ".login",
                "true",
                "login.conf",
                file.toString(),
                "user.name",
                "jane",
                "password",
                "of the service"));

        assertThat(settings.login()).hasValue(new LoginSettings(kind, file.toString(), Optional.of("jane")));
        assertThat(settings.userName()).isEqualTo("h2o");
        assertThat(settings.password().reveal()).hasSizeGreaterThan(40);
        assertThat(settings.notices())
                .containsExactly("spark.ext.h2o.password has no effect together with spark.ext.h2o." + name
                        + ".login, which knows the passwords");
        assertThat(ours(Map.of(name + ".login", "true", "login.conf", file.toString()))
                        .login()
                        .orElseThrow()
                        .owner())
                .isEmpty();
        assertThat(ours(Map.of(name + ".login", "false")).login()).isEmpty();
    }

    @Test
    void aLoginServiceNeedsItsFileAndIsTheOnlyOne() {
        refused(
                Map.of("ldap.login", "true"),
                "Setting spark.ext.h2o.ldap.login is true, but spark.ext.h2o.login.conf is not set; set"
                        + " spark.ext.h2o.login.conf to the path of its configuration");
        refused(
                Map.of("hash.login", "true", "login.conf", "/no/such"),
                "Setting spark.ext.h2o.login.conf = '/no/such' (H2OConf): no such file on the driver, or it may not be read;"
                        + " copy it there, or correct the path");
        assertThatThrownBy(() -> ours(Map.of("hash.login", "true", "pam.login", "true")))
                .hasMessageContaining(
                        "spark.ext.h2o.hash.login and spark.ext.h2o.pam.login are true, but there can be one"
                                + " login service only");
    }

    @Test
    void everyOtherFormerSettingIsAcceptedWithAnyValueAndMentionedWithItsReason() {
        int accepted = 0;
        for (Setting<?> setting : Settings.all()) {
            if (setting.status() instanceof Setting.Status.WithoutEffect withoutEffect) {
                accepted++;
                SparklingSettings settings = SparklingSettings.resolve(Map.of(setting.name(), "any thing"), Map.of());

                assertThat(settings.notices())
                        .containsExactly(
                                "%s (H2OConf) has no effect. %s".formatted(setting.name(), withoutEffect.reason()));
                assertThat(settings.find(setting)).isEmpty();
            }
        }
        assertThat(accepted).isEqualTo(67);
    }

    // Showing

    @Test
    void nothingThatIsShownGivesASecretAway() {
        SparklingSettings settings = SparklingSettings.resolve(
                Map.of(PREFIX + "password", "open sesame", PREFIX + "hive.token", "open sesame"),
                Map.of(PREFIX + "nthreads", "2"));

        assertThat(settings)
                .hasToString(
                        """
                        SparklingSettings
                          spark.ext.h2o.hive.token = *** (H2OConf)
                          spark.ext.h2o.nthreads = 2 (Spark's configuration)
                          spark.ext.h2o.password = *** (H2OConf)""");
        assertThat(settings.describe())
                .contains(
                        entry("spark.ext.h2o.password", "***"),
                        entry("spark.ext.h2o.nthreads", "2"),
                        entry("spark.ext.h2o.cloud.timeout", "1min"))
                .doesNotContainKey("spark.ext.h2o.cloud.name");
        assertThat(settings.gateway().toString()).doesNotContain("sesame");
    }

    @Test
    void whatWasSetCanBeResolvedAgain() {
        SparklingSettings settings = SparklingSettings.resolve(
                Map.of(PREFIX + "password", "open sesame"), Map.of(PREFIX + "node.iced.dir", "/iced"));

        SparklingSettings again = SparklingSettings.resolve(settings.explicit(), Map.of());

        assertThat(settings.explicit())
                .containsOnly(entry(PREFIX + "password", "open sesame"), entry(PREFIX + "iced.dir", "/iced"));
        assertThat(again.explicit()).isEqualTo(settings.explicit());
        assertThat(again.password()).isEqualTo(settings.password());
    }

    private static SparklingSettings ours(Map<String, String> byShortName) {
        Map<String, String> conf = new HashMap<>();
        byShortName.forEach((name, value) -> conf.put(PREFIX + name, value));
        return SparklingSettings.resolve(conf, Map.of());
    }

    private static void refused(Map<String, String> byShortName, String message) {
        assertThatThrownBy(() -> ours(byShortName))
                .isInstanceOf(SettingException.class)
                .hasMessage(message);
    }
}
