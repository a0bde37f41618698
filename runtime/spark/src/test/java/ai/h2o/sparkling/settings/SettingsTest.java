package ai.h2o.sparkling.settings;

import static org.assertj.core.api.Assertions.assertThat;

import ai.h2o.sparkling.H2OConf;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {

    /** The 100 public names of Sparkling Water 3.46, with the default that we give each; durations in milliseconds. */
    private static final String FORMER_NAMES =
            """
            h2o.allow_insecure_xgboost = false
            h2o.auto.flow.ssl = false
            h2o.backend.cluster.mode = internal
            h2o.backend.heartbeat.interval = 10000
            h2o.base.port = 54321
            h2o.client.flow.baseurl.override
            h2o.client.ip
            h2o.client.network.mask
            h2o.client.verbose = false
            h2o.client.web.port = -1
            h2o.cloud.name
            h2o.cloud.representative
            h2o.cloud.timeout = 60000
            h2o.cluster.client.retry.timeout = 60000
            h2o.cluster.info.name
            h2o.cluster.size
            h2o.cluster.start.timeout = 120
            h2o.context.path
            h2o.default.cluster.size = 20
            h2o.direct.configuration.ip = true
            h2o.dummy.rdd.mul.factor = 10
            h2o.external.auto.start.backend = yarn
            h2o.external.backend.stop.timeout = 10000
            h2o.external.cluster.size
            h2o.external.communication.compression = SNAPPY
            h2o.external.driver.if
            h2o.external.driver.port
            h2o.external.driver.port.range
            h2o.external.extra.jars
            h2o.external.extra.memory.percent = 10
            h2o.external.h2o.driver
            h2o.external.hadoop.executable = hadoop
            h2o.external.hdfs.dir
            h2o.external.k8s.docker.image
            h2o.external.k8s.domain = cluster.local
            h2o.external.k8s.h2o.api.port = 8081
            h2o.external.k8s.h2o.label = app=h2o
            h2o.external.k8s.h2o.service.name = h2o-service
            h2o.external.k8s.h2o.statefulset.name = h2o-statefulset
            h2o.external.k8s.namespace = default
            h2o.external.k8s.svc.timeout = 300
            h2o.external.kerberos.keytab
            h2o.external.kerberos.principal
            h2o.external.kill.on.unhealthy = true
            h2o.external.memory = 6G
            h2o.external.run.as.user
            h2o.external.start.mode = manual
            h2o.external.yarn.queue
            h2o.extra.cluster.nodes = false
            h2o.extra.properties
            h2o.fail.on.unsupported.spark.param = true
            h2o.flow.dir
            h2o.flow.extra.http.headers
            h2o.flow.proxy.request.maxSize = 32768
            h2o.flow.proxy.response.maxSize = 32768
            h2o.flow.scala.cell.async = false
            h2o.flow.scala.cell.max.parallel = -1
            h2o.hash.login = false
            h2o.hdfs_conf
            h2o.hive.host
            h2o.hive.jdbc_url_pattern
            h2o.hive.principal
            h2o.hive.token
            h2o.iced.dir
            h2o.internal.port.offset = 1
            h2o.internal.rest.verify_ssl_certificates = true
            h2o.internal.rest.verify_ssl_hostnames = true
            h2o.internal_secure_connections = true
            h2o.internal_security_conf
            h2o.jetty.aes.login.module.iv
            h2o.jetty.aes.login.module.key
            h2o.jks
            h2o.jks.alias
            h2o.jks.pass
            h2o.kerberized.hive.enabled = false
            h2o.kerberos.login = false
            h2o.ldap.login = false
            h2o.log.dir
            h2o.log.level = WARN
            h2o.login.conf
            h2o.model.print.after.training.enabled = true
            h2o.mojo.destroy.timeout = 600000
            h2o.node.network.mask
            h2o.nthreads = -1
            h2o.pam.login = false
            h2o.password
            h2o.progressbar.enabled = true
            h2o.proxy.login.only = false
            h2o.repl.enabled = true
            h2o.rest.api.timeout = 300000
            h2o.spark.version.check.enabled = true
            h2o.spreadrdd.retries = 10
            h2o.spreadrdd.retries.timeout = 0
            h2o.ssl.ca.cert
            h2o.stacktrace.collector.interval = -1
            h2o.subseq.tries = 5
            h2o.topology.change.listener.enabled = true
            h2o.user.name = h2o
            h2o.verify_ssl_certificates = true
            scala.int.default.num = 1
            """;

    /** The names that are ours alone. */
    private static final Map<String, String> OWN_NAMES = Map.of(
            "spark.ext.h2o.recovery", "automatic",
            "spark.ext.h2o.recovery.dir", "",
            "spark.ext.h2o.health.warning", "10000",
            "spark.ext.h2o.health.lost", "60000",
            "spark.ext.h2o.conversion.timeout", "0",
            "spark.ext.h2o.stop.with.last.session", "true",
            "spark.ext.h2o.compat.time_zone", "false",
            "spark.ext.h2o.engine.dir", "",
            "spark.ext.h2o.ui.update.interval", "10000");

    @Test
    void everyNameOfTheFormerSystemAndEveryOwnOneIsKnownWithItsDefault() {
        Map<String, String> expected = new LinkedHashMap<>(OWN_NAMES);
        FORMER_NAMES.lines().forEach(line -> {
            String[] parts = line.split(" = ", 2);
            expected.put("spark.ext." + parts[0], parts.length == 1 ? "" : parts[1]);
        });

        assertThat(FORMER_NAMES.lines()).hasSize(100);
        assertThat(Settings.all().stream().collect(Collectors.toMap(Setting::name, SettingsTest::plainDefault)))
                .containsExactlyInAnyOrderEntriesOf(expected);
    }

    @Test
    void everyConstantIsInTheRegister() throws IllegalAccessException {
        List<Setting<?>> constants = new ArrayList<>();
        for (var field : Settings.class.getDeclaredFields()) {
            if (Modifier.isPublic(field.getModifiers()) && field.getType() == Setting.class) {
                constants.add((Setting<?>) field.get(null));
            }
        }

        assertThat(Settings.all()).containsAll(constants);
        assertThat(constants)
                .containsAll(Settings.all().stream().filter(Setting::isActive).toList())
                .isNotEmpty();
    }

    @Test
    void noNameAndNoMethodBelongsToTwoSettings() {
        List<String> names = new ArrayList<>();
        List<String> methods = new ArrayList<>();
        for (Setting<?> setting : Settings.all()) {
            names.add(setting.name());
            names.addAll(setting.formerNames());
            methods.addAll(setting.getters());
            setting.setters().forEach(setter -> methods.add(setter.name()));
        }

        assertThat(names).doesNotHaveDuplicates();
        assertThat(methods).doesNotHaveDuplicates();
    }

    @Test
    void everySettingIsDocumentedInSentences() {
        for (Setting<?> setting : Settings.all()) {
            assertThat(setting.documentation())
                    .as(setting.name())
                    .matches("[A-Z0-9].*\\.")
                    .doesNotContain("|", "\n");
            if (setting.status() instanceof Setting.Status.WithoutEffect withoutEffect) {
                assertThat(withoutEffect.reason()).as(setting.name()).matches("[A-Z].*\\.");
            }
            if (setting.status() instanceof Setting.Status.Refused refused) {
                assertThat(refused.reason()).as(setting.name()).matches("[A-Za-z].*(remove|use|give).*\\.");
                assertThat(setting.type().parse(refused.value()))
                        .as(setting.name())
                        .isNotNull();
            }
        }
    }

    @Test
    void everySettingHasItsMethodsInH2OConf() {
        Set<String> methods =
                Arrays.stream(H2OConf.class.getMethods()).map(Method::getName).collect(Collectors.toSet());
        for (Setting<?> setting : Settings.all()) {
            // Sparkling Water has no method for this one.
            if (!setting.name().equals("spark.ext.h2o.external.cluster.size")) {
                assertThat(setting.getters()).as(setting.name()).isNotEmpty().isSubsetOf(methods);
                assertThat(setting.setters()).as(setting.name()).isNotEmpty().allSatisfy(setter -> assertThat(
                                setter.name())
                        .isIn(methods));
            }
        }
    }

    static Stream<Arguments> formerSetters() {
        return FormerSettings.ALL.stream()
                .flatMap(setting -> setting.setters().stream().map(setter -> Arguments.of(setter.name(), setting)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("formerSetters")
    void aFormerSetterSetsWhatTheRegisterSays(String name, Setting<?> setting) throws ReflectiveOperationException {
        Map<String, String> sets = setting.setters().stream()
                .filter(setter -> setter.name().equals(name))
                .findFirst()
                .orElseThrow()
                .sets();
        boolean isNumber = setting.type().javaType() == Integer.class;
        H2OConf conf = new H2OConf();

        if (sets.isEmpty()) {
            H2OConf.class
                    .getMethod(name, isNumber ? int.class : String.class)
                    .invoke(conf, isNumber ? (Object) 7 : "7");
        } else {
            H2OConf.class.getMethod(name).invoke(conf);
        }

        Map<String, String> expected = sets.isEmpty() ? Map.of(setting.name(), "7") : sets;
        assertThat(conf.explicit()).isEqualTo(expected);
        for (String getter : setting.getters()) {
            assertThat(plain(H2OConf.class.getMethod(getter).invoke(conf))).isEqualTo(expected.get(setting.name()));
            assertThat(plain(H2OConf.class.getMethod(getter).invoke(new H2OConf())))
                    .isEqualTo(plainDefault(setting));
        }
    }

    private static String plain(Object value) {
        return String.valueOf(
                value instanceof Optional<?> optional
                        ? optional.map(Object.class::cast).orElse("")
                        : value);
    }

    @Test
    void everySetterWithoutArgumentSetsKnownSettingsToGoodValues() {
        for (Setting<?> setting : Settings.all()) {
            for (Setting.Setter setter : setting.setters()) {
                setter.sets().forEach((name, value) -> assertThat(
                                Settings.find(name).orElseThrow().type().parse(value))
                        .as(setter.name())
                        .isNotNull());
            }
        }
    }

    @Test
    void everyDefaultIsAValueThatCouldBeSet() {
        Set<String> withDefault = new HashSet<>();
        for (Setting<?> setting : Settings.all()) {
            if (survivesWriting(setting)) {
                withDefault.add(setting.name());
            }
        }
        assertThat(withDefault).contains("spark.ext.h2o.nthreads", "spark.ext.h2o.cloud.timeout");
    }

    @Test
    void onlySecretsAreSecret() {
        assertThat(Settings.all().stream().filter(Setting::isSecret).map(Setting::name))
                .containsExactlyInAnyOrder(
                        "spark.ext.h2o.password",
                        "spark.ext.h2o.jks.pass",
                        "spark.ext.h2o.hive.token",
                        "spark.ext.h2o.jetty.aes.login.module.key",
                        "spark.ext.h2o.jetty.aes.login.module.iv");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"spark.ext.h2o.pasword.pass", "spark.ext.h2o.Password2", "x.secret", "x.token", "aws.key.id"})
    void anUnknownNameThatSoundsSecretCountsAsSecret(String name) {
        assertThat(Settings.isSecret(name)).isTrue();
    }

    @Test
    void anyOtherNameDoesNotCountAsSecret() {
        assertThat(Settings.isSecret("spark.ext.h2o.nthreads")).isFalse();
        assertThat(Settings.isSecret("spark.ext.h2o.nthread")).isFalse();
        assertThat(Settings.isSecret("monkeys")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "spark.ext.h2o.cluod.name, spark.ext.h2o.cloud.name",
        "spark.ext.h2o.cloudname, spark.ext.h2o.cloud.name",
        "spark.ext.h2o.nthread, spark.ext.h2o.nthreads",
        "spark.ext.h2o.n.threads, spark.ext.h2o.nthreads",
        "spark.ext.h2o.loglevel, spark.ext.h2o.log.level",
        "spark.ext.h20.cluster.size, spark.ext.h2o.cluster.size",
        "SPARK.EXT.H2O.PASSWORD, spark.ext.h2o.password"
    })
    void aSlipLeadsToTheNameThatWasMeant(String slip, String meant) {
        assertThat(Settings.find(slip)).isEmpty();
        assertThat(Settings.nearestTo(slip)).isEqualTo(meant);
    }

    @Test
    void aFormerNameFindsTheSettingOfToday() {
        assertThat(Settings.find("spark.ext.h2o.node.iced.dir")).isEqualTo(Optional.of(Settings.ICED_DIR));
        assertThat(Settings.find("spark.ext.h2o.port.base")).isEqualTo(Optional.of(Settings.BASE_PORT));
    }

    private static <T> boolean survivesWriting(Setting<T> setting) {
        ValueType<T> type = setting.type();
        setting.defaultValue().ifPresent(value -> assertThat(type.parse(type.format(value)))
                .as(setting.name())
                .isEqualTo(value));
        return setting.defaultValue().isPresent();
    }

    private static <T> String plainDefault(Setting<T> setting) {
        return setting.defaultValue()
                .map(value -> value instanceof Duration duration
                        ? String.valueOf(duration.toMillis())
                        : setting.type().format(value))
                .orElse("");
    }
}
