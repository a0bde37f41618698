package ai.h2o.sparkling.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EngineArgumentsTest {

    @Test
    void safeArgumentsPassWithTheirValues() {
        assertThat(EngineArguments.parse("-features beta --max_log_file_size 10MB\t-quiet -H fs.a b")
                        .arguments())
                .containsExactly("-features", "beta", "-max_log_file_size", "10MB", "-quiet", "-H", "fs.a", "b");
    }

    @Test
    void nothingGivesNoArguments() {
        assertThat(EngineArguments.parse("  ").arguments()).isEmpty();
    }

    @Test
    void quotesKeepBlanksInsideAValue() {
        assertThat(EngineArguments.parse("-add_http_header \"X-Frame Options\" 'same \"origin\"' -H a ''")
                        .arguments())
                .containsExactly("-add_http_header", "X-Frame Options", "same \"origin\"", "-H", "a", "");
    }

    @Test
    void aQuoteMustBeClosed() {
        refused("-H a 'b", "a quote (') is not closed");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-ip",
                "-web_ip",
                "-network",
                "-flatfile",
                "-client",
                "-disable_web",
                "-disable_net",
                "-notify_local",
                "-hash_login",
                "-ldap_login",
                "-login_conf",
                "-internal_security_conf",
                "-rest_api_ping_timeout",
                "-help",
                "-version",
                "-embedded",
                "-random_udp_drop",
                "-decrypt_tool",
                "-principal",
                "-keytab",
                "-something"
            })
    void whatCouldOpenAPortChangeTheLoginOrEndTheJvmIsRefused(String argument) {
        refused(
                argument + " x",
                "argument '" + argument + "' is not one that may be passed on; those are -add_http_header,");
    }

    @ParameterizedTest
    @CsvSource({
        "-name, spark.ext.h2o.cloud.name",
        "--nthreads, spark.ext.h2o.nthreads",
        "-baseport, spark.ext.h2o.base.port",
        "-port, spark.ext.h2o.base.port",
        "-port_offset, spark.ext.h2o.internal.port.offset",
        "-context_path, spark.ext.h2o.context.path",
        "-ice_root, spark.ext.h2o.iced.dir",
        "-log_dir, spark.ext.h2o.log.dir",
        "-log_level, spark.ext.h2o.log.level",
        "-flow_dir, spark.ext.h2o.flow.dir",
        "-jks, spark.ext.h2o.jks",
        "-jks_pass, spark.ext.h2o.jks.pass",
        "-jks_alias, spark.ext.h2o.jks.alias",
        "-allow_insecure_xgboost, spark.ext.h2o.allow_insecure_xgboost"
    })
    void anArgumentWithASettingOfItsOwnIsSentThere(String argument, String setting) {
        assertThat(Settings.find(setting)).isPresent();
        refused(argument + " x", "argument '" + argument + "' has a setting of its own; use " + setting);
    }

    @Test
    void aMissingValueIsNamed() {
        refused("-quiet -features", "argument '-features' needs a value after it");
        refused("-H key", "argument '-H' needs two values after it");
    }

    @Test
    void aStrayWordIsNamed() {
        refused("beta", "'beta' is not an argument of the engine; one begins with a dash");
    }

    @Test
    void valuesForWhichTheEngineWouldEndTheJvmAreRefusedHere() {
        refused("-max_log_file_size 10", "argument '-max_log_file_size' must be from 1MB to 99999MB, not '10'");
        refused("-features new", "argument '-features' must be stable, beta or experimental, not 'new'");
        refused("-file_deny_glob [", "argument '-file_deny_glob' is not a valid glob: '['");
        assertThat(EngineArguments.parse("-file_deny_glob {/etc/*,*.pem}").arguments())
                .containsExactly("-file_deny_glob", "{/etc/*,*.pem}");
    }

    private static void refused(String line, String message) {
        assertThatThrownBy(() -> EngineArguments.parse(line))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(message);
    }
}
