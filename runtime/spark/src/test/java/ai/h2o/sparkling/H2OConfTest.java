package ai.h2o.sparkling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import ai.h2o.sparkling.errors.SettingException;
import ai.h2o.sparkling.settings.LogLevel;
import ai.h2o.sparkling.settings.Recovery;
import ai.h2o.sparkling.settings.Secret;
import ai.h2o.sparkling.settings.Setting;
import ai.h2o.sparkling.settings.Settings;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class H2OConfTest {

    static Stream<Arguments> mappings() {
        return Stream.of(
                mapping(Settings.CLOUD_NAME, H2OConf::setCloudName, "blue", "blue", c -> c.cloudName()
                        .orElseThrow()),
                mapping(Settings.CLUSTER_SIZE, H2OConf::setClusterSize, 2, "2", c -> c.clusterSize()
                        .orElseThrow()),
                mapping(Settings.CLUSTER_SIZE, H2OConf::setNumH2OWorkers, 2, "2", c -> c.numH2OWorkers()
                        .orElseThrow()),
                mapping(Settings.NTHREADS, H2OConf::setNthreads, 2, "2", H2OConf::nthreads),
                mapping(Settings.BASE_PORT, H2OConf::setBasePort, 2, "2", H2OConf::basePort),
                mapping(
                        Settings.INTERNAL_PORT_OFFSET,
                        H2OConf::setInternalPortOffset,
                        2,
                        "2",
                        H2OConf::internalPortOffset),
                mapping(Settings.CLOUD_TIMEOUT, H2OConf::setCloudTimeout, 2L, "2", H2OConf::cloudTimeout),
                mapping(Settings.RECOVERY, H2OConf::setRecovery, Recovery.OFF, "off", H2OConf::recovery),
                mapping(
                        Settings.CONVERSION_TIMEOUT,
                        H2OConf::setConversionTimeout,
                        Duration.ofSeconds(2),
                        "2000",
                        H2OConf::conversionTimeout),
                mapping(Settings.ENGINE_DIR, H2OConf::setEngineDir, "/a", "/a", c -> c.engineDir()
                        .orElseThrow()),
                mapping(Settings.ICED_DIR, H2OConf::setIcedDir, "/a", "/a", c -> c.icedDir()
                        .orElseThrow()),
                mapping(Settings.LOG_DIR, H2OConf::setLogDir, "/a", "/a", c -> c.logDir()
                        .orElseThrow()),
                mapping(
                        Settings.LOG_LEVEL,
                        (BiFunction<H2OConf, String, H2OConf>) H2OConf::setLogLevel,
                        "INFO",
                        "INFO",
                        H2OConf::logLevel),
                mapping(Settings.FLOW_DIR, H2OConf::setFlowDir, "/a", "/a", c -> c.flowDir()
                        .orElseThrow()),
                mapping(
                        Settings.EXTRA_PROPERTIES,
                        H2OConf::setExtraProperties,
                        "-features beta",
                        "-features beta",
                        c -> c.extraProperties().orElseThrow()),
                mapping(Settings.CLIENT_IP, H2OConf::setClientIp, "host", "host", c -> c.clientIp()
                        .orElseThrow()),
                mapping(Settings.CLIENT_WEB_PORT, H2OConf::setClientWebPort, 2, "2", H2OConf::clientWebPort),
                mapping(Settings.CONTEXT_PATH, H2OConf::setContextPath, "/a", "/a", c -> c.contextPath()
                        .orElseThrow()),
                mapping(
                        Settings.FLOW_BASEURL_OVERRIDE,
                        H2OConf::setClientFlowBaseurlOverride,
                        "http://a",
                        "http://a",
                        c -> c.clientFlowBaseurlOverride().orElseThrow()),
                mapping(
                        Settings.FLOW_EXTRA_HTTP_HEADERS,
                        (BiFunction<H2OConf, String, H2OConf>) H2OConf::setFlowExtraHttpHeaders,
                        "X-A: b",
                        "X-A: b",
                        c -> c.flowExtraHttpHeaders().orElseThrow()),
                mapping(Settings.REST_API_TIMEOUT, H2OConf::setRestApiTimeout, 2L, "2", H2OConf::restApiTimeout),
                mapping(Settings.USER_NAME, H2OConf::setUserName, "jane", "jane", H2OConf::userName),
                mapping(Settings.PASSWORD, H2OConf::setPassword, "x", "x", c -> c.password()
                        .orElseThrow()
                        .reveal()),
                mapping(Settings.LOGIN_CONF, H2OConf::setLoginConf, "/a", "/a", c -> c.loginConf()
                        .orElseThrow()),
                mapping(Settings.JKS, H2OConf::setJks, "/a", "/a", c -> c.jks().orElseThrow()),
                mapping(Settings.JKS_PASS, H2OConf::setJksPass, "x", "x", c -> c.jksPass()
                        .orElseThrow()
                        .reveal()),
                mapping(Settings.JKS_ALIAS, H2OConf::setJksAlias, "x", "x", c -> c.jksAlias()
                        .orElseThrow()),
                mapping(
                        Settings.VERIFY_SSL_CERTIFICATES,
                        H2OConf::setVerifySslCertificates,
                        false,
                        "false",
                        H2OConf::verifySslCertificates),
                mapping(Settings.UI_UPDATE_INTERVAL, H2OConf::setUiUpdateInterval, 2L, "2", H2OConf::uiUpdateInterval));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("mappings")
    <V> void everySetterHasItsSettingAndItsGetter(
            Setting<?> setting,
            BiFunction<H2OConf, V, H2OConf> setter,
            V value,
            String text,
            Function<H2OConf, Object> getter) {
        H2OConf conf = new H2OConf();

        assertThat(setter.apply(conf, value)).isSameAs(conf);

        assertThat(conf.explicit()).containsExactly(entry(setting.name(), text));
        assertThat(getter.apply(conf)).isEqualTo(value);
    }

    @Test
    void everySwitchCanBeSetOnAndOff() {
        switches(
                Settings.COMPAT_TIME_ZONE,
                H2OConf::setTimeZoneCompatibilityEnabled,
                H2OConf::setTimeZoneCompatibilityDisabled,
                H2OConf::isTimeZoneCompatibilityEnabled);
        switches(
                Settings.INTERNAL_SECURE_CONNECTIONS,
                H2OConf::setInternalSecureConnectionsEnabled,
                H2OConf::setInternalSecureConnectionsDisabled,
                H2OConf::isInternalSecureConnectionsEnabled);
        switches(
                Settings.ALLOW_INSECURE_XGBOOST,
                H2OConf::setInsecureXGBoostAllowed,
                H2OConf::setInsecureXGBoostDenied,
                H2OConf::isInsecureXGBoostAllowed);
        switches(Settings.HASH_LOGIN, H2OConf::setHashLoginEnabled, H2OConf::setHashLoginDisabled, H2OConf::hashLogin);
        switches(Settings.LDAP_LOGIN, H2OConf::setLdapLoginEnabled, H2OConf::setLdapLoginDisabled, H2OConf::ldapLogin);
        switches(
                Settings.KERBEROS_LOGIN,
                H2OConf::setKerberosLoginEnabled,
                H2OConf::setKerberosLoginDisabled,
                H2OConf::kerberosLogin);
        switches(Settings.PAM_LOGIN, H2OConf::setPamLoginEnabled, H2OConf::setPamLoginDisabled, H2OConf::pamLogin);
        switches(
                Settings.AUTO_FLOW_SSL,
                H2OConf::setAutoFlowSslEnabled,
                H2OConf::setAutoFlowSslDisabled,
                H2OConf::autoFlowSsl);
        switches(
                Settings.PROGRESSBAR_ENABLED,
                H2OConf::setProgressBarEnabled,
                H2OConf::setProgressBarDisabled,
                H2OConf::isProgressBarEnabled);
    }

    @Test
    void gettersGiveTheDefaultWhereNothingIsSet() {
        H2OConf conf = new H2OConf();

        assertThat(conf.cloudName()).isEmpty();
        assertThat(conf.clusterSize()).isEqualTo(OptionalInt.empty()).isEqualTo(conf.numH2OWorkers());
        assertThat(conf.nthreads()).isEqualTo(-1);
        assertThat(conf.basePort()).isEqualTo(54_321);
        assertThat(conf.internalPortOffset()).isEqualTo(1);
        assertThat(conf.cloudTimeout()).isEqualTo(60_000);
        assertThat(conf.recovery()).isEqualTo(Recovery.AUTOMATIC);
        assertThat(conf.conversionTimeout()).isZero();
        assertThat(conf.isTimeZoneCompatibilityEnabled()).isFalse();
        assertThat(conf.engineDir()).isEmpty();
        assertThat(conf.icedDir()).isEmpty();
        assertThat(conf.logDir()).isEmpty();
        assertThat(conf.logLevel()).isEqualTo("WARN");
        assertThat(conf.flowDir()).isEmpty();
        assertThat(conf.extraProperties()).isEmpty();
        assertThat(conf.isInternalSecureConnectionsEnabled()).isTrue();
        assertThat(conf.isInsecureXGBoostAllowed()).isFalse();
        assertThat(conf.clientIp()).isEmpty();
        assertThat(conf.clientWebPort()).isEqualTo(-1);
        assertThat(conf.contextPath()).isEmpty();
        assertThat(conf.clientFlowBaseurlOverride()).isEmpty();
        assertThat(conf.flowExtraHttpHeaders()).isEmpty();
        assertThat(conf.restApiTimeout()).isEqualTo(300_000);
        assertThat(conf.userName()).isEqualTo("h2o");
        assertThat(conf.password()).isEmpty();
        assertThat(conf.hashLogin()).isFalse();
        assertThat(conf.ldapLogin()).isFalse();
        assertThat(conf.kerberosLogin()).isFalse();
        assertThat(conf.pamLogin()).isFalse();
        assertThat(conf.loginConf()).isEmpty();
        assertThat(conf.jks()).isEmpty();
        assertThat(conf.jksPass()).isEmpty();
        assertThat(conf.jksAlias()).isEmpty();
        assertThat(conf.verifySslCertificates()).isTrue();
        assertThat(conf.isProgressBarEnabled()).isTrue();
        assertThat(conf.uiUpdateInterval()).isEqualTo(10_000);
    }

    @Test
    void settingsCanBeSetReadAndTakenBackByName() {
        H2OConf conf = new H2OConf().set("spark.ext.h2o.nthreads", "2").set("spark.ext.h2o.progressbar.enabled", false);

        assertThat(conf.contains("spark.ext.h2o.nthreads")).isTrue();
        assertThat(conf.get("spark.ext.h2o.nthreads")).hasValue("2");
        assertThat(conf.get("spark.ext.h2o.progressbar.enabled", "unset")).isEqualTo("false");

        conf.remove("spark.ext.h2o.nthreads");

        assertThat(conf.contains("spark.ext.h2o.nthreads")).isFalse();
        assertThat(conf.get("spark.ext.h2o.nthreads")).isEqualTo(Optional.empty());
        assertThat(conf.get("spark.ext.h2o.nthreads", "unset")).isEqualTo("unset");
        assertThat(conf.nthreads()).isEqualTo(-1);
    }

    @Test
    void aFormerNameCountsForTheGetterToo() {
        assertThat(new H2OConf().set("spark.ext.h2o.port.base", "50000").basePort())
                .isEqualTo(50_000);
    }

    @Test
    void itTakesOverOurPartOfASparkConf() {
        SparkConf spark =
                new SparkConf(false).set("spark.executor.memory", "2g").set("spark.ext.h2o.nthreads", "2");

        assertThat(new H2OConf(spark).explicit()).containsExactly(entry("spark.ext.h2o.nthreads", "2"));
    }

    @Test
    void aCopyIsIndependentAndSoIsTheMapItGivesOut() {
        H2OConf conf = new H2OConf().setNthreads(1);
        H2OConf copy = conf.copy().setNthreads(2);
        copy.getAll().clear();

        assertThat(conf.nthreads()).isEqualTo(1);
        assertThat(copy.nthreads()).isEqualTo(2);
    }

    @Test
    void headersCanBeGivenByName() {
        assertThat(new H2OConf().setFlowExtraHttpHeaders(Map.of("X-A", "b")).flowExtraHttpHeaders())
                .hasValue("X-A: b\n");
    }

    @Test
    void aLevelCanBeGivenAsConstant() {
        assertThat(new H2OConf().setLogLevel(LogLevel.ERROR).logLevel()).isEqualTo("ERROR");
    }

    @Test
    void nothingIsCheckedBeforeItIsRead() {
        H2OConf conf = new H2OConf().set("spark.ext.h2o.nthreads", "four");

        assertThatThrownBy(conf::nthreads)
                .isInstanceOf(SettingException.class)
                .hasMessage(
                        "Setting spark.ext.h2o.nthreads = 'four': expected an integer from 1 to 32767, or -1 to leave"
                                + " it open");
    }

    @Test
    void nullIsRefusedAtOnce() {
        assertThatThrownBy(() -> new H2OConf().set(null, "2"))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("name is null");
        assertThatThrownBy(() -> new H2OConf().setCloudName(null))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("value of 'spark.ext.h2o.cloud.name' is null");
    }

    @Test
    void itPrintsWhatIsSetWithSecretsStarred() {
        H2OConf conf = new H2OConf().setPassword("open sesame").setNthreads(2).set("spark.ext.h2o.passwort", "sesame");

        assertThat(conf)
                .hasToString(
                        """
                        H2OConf
                          spark.ext.h2o.nthreads = 2
                          spark.ext.h2o.password = ***
                          spark.ext.h2o.passwort = ***""");
        assertThat(conf.password().map(Secret::toString)).hasValue("***");
    }

    private static <V> Arguments mapping(
            Setting<?> setting,
            BiFunction<H2OConf, V, H2OConf> setter,
            V value,
            String text,
            Function<H2OConf, Object> getter) {
        return Arguments.of(setting, setter, value, text, getter);
    }

    private static void switches(
            Setting<Boolean> setting,
            Function<H2OConf, H2OConf> on,
            Function<H2OConf, H2OConf> off,
            Function<H2OConf, Boolean> getter) {
        H2OConf conf = new H2OConf();

        assertThat(on.apply(conf)).isSameAs(conf);
        assertThat(conf.explicit()).containsExactly(entry(setting.name(), "true"));
        assertThat(getter.apply(conf)).isTrue();

        assertThat(off.apply(conf)).isSameAs(conf);
        assertThat(conf.explicit()).containsExactly(entry(setting.name(), "false"));
        assertThat(getter.apply(conf)).isFalse();
    }
}
