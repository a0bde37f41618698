package ai.h2o.sparkling.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValueTypeTest {

    private static final ValueType<Duration> DURATION = ValueType.duration(Duration.ofMillis(1));
    private static final ValueType<LogLevel> LEVEL =
            ValueType.choice(LogLevel.class, LogLevel::name, Map.of("ERRR", LogLevel.ERROR));

    @ParameterizedTest
    @CsvSource({"true, true", "TRUE, true", "' True ', true", "false, false", "False, false"})
    void aFlagIsTrueOrFalseInAnyCase(String text, boolean value) {
        assertThat(ValueType.flag().parse(text)).isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ture", "yes", "1", "0", "on"})
    void aFlagIsNothingElse(String text) {
        refused(ValueType.flag(), text, "expected true or false");
    }

    @Test
    void anIntegerMayLieOnItsBounds() {
        assertThat(ValueType.integer(1, 3).parse(" 1 ")).isEqualTo(1);
        assertThat(ValueType.integer(1, 3).parse("+3")).isEqualTo(3);
        assertThat(ValueType.integer(-5, 3).parse("-5")).isEqualTo(-5);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "4", "1.0", "1e0", "0x1", "one", "1 2", "99999999999999999999", "٣"})
    void anIntegerOutsideItsBoundsOrInAnotherFormIsRefused(String text) {
        refused(ValueType.integer(1, 3), text, "expected an integer from 1 to 3");
    }

    @Test
    void anIntegerWithoutUpperBoundSaysSo() {
        refused(ValueType.integer(1, Integer.MAX_VALUE), "0", "expected an integer of at least 1");
        refused(ValueType.integer(1, Integer.MAX_VALUE), "2147483648", "expected an integer of at least 1");
    }

    @Test
    void minusOneLeavesAnIntegerOpen() {
        ValueType<Integer> type = ValueType.integerOrAuto(1, 3);

        assertThat(type.parse("-1")).isEqualTo(-1);
        assertThat(type.parse("2")).isEqualTo(2);
        refused(type, "0", "expected an integer from 1 to 3, or -1 to leave it open");
        refused(type, "-2", "expected an integer from 1 to 3, or -1 to leave it open");
    }

    @ParameterizedTest
    @CsvSource({
        "60000, 60000",
        "1, 1",
        "5000us, 5",
        "250ms, 250",
        "60s, 60000",
        "60 S, 60000",
        "2m, 120000",
        "2min, 120000",
        "1h, 3600000",
        "1d, 86400000",
        "' 60s ', 60000"
    })
    void aDurationIsPlainMillisecondsOrANumberWithAUnit(String text, long millis) {
        assertThat(DURATION.parse(text)).isEqualTo(Duration.ofMillis(millis));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "1.5s", "s", "1w", "PT1M", "1m30s", "0", "999us"})
    void anyOtherDurationIsRefused(String text) {
        refused(
                DURATION,
                text,
                "expected milliseconds, or a number with us, ms, s, m, min, h or d (such as 60s), of at least 1ms");
    }

    @ParameterizedTest
    @ValueSource(strings = {"99999999999999999999", "9223372036854775807", "9223372036854775807d", "400000000h"})
    void aDurationThatNobodyCanCountIsRefused(String text) {
        refused(
                DURATION,
                text,
                "too long; expected milliseconds, or a number with us, ms, s, m, min, h or d (such as 60s), of at"
                        + " least 1ms");
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "1, 1ms",
        "1500, 1500ms",
        "2000, 2s",
        "60000, 1min",
        "300000, 5min",
        "5400000, 90min",
        "7200000, 2h",
        "172800000, 2d"
    })
    void aDurationIsShownInTheLargestUnitThatSaysItExactly(long millis, String text) {
        assertThat(ValueType.formatDuration(Duration.ofMillis(millis))).isEqualTo(text);
    }

    @Test
    void everyDurationSurvivesBeingWrittenAndRead() {
        Random random = new Random(3);
        for (int round = 0; round < 10_000; round++) {
            long micros = random.nextLong(1_000, 1L << (11 + random.nextInt(40)));
            Duration value = Duration.ofNanos(micros * 1_000);

            assertThat(DURATION.parse(DURATION.format(value))).isEqualTo(value);
        }
    }

    @Test
    void everyIntegerSurvivesBeingWrittenAndRead() {
        ValueType<Integer> type = ValueType.integer(Integer.MIN_VALUE, Integer.MAX_VALUE);
        new Random(4).ints(10_000).forEach(value -> assertThat(type.parse(type.format(value)))
                .isEqualTo(value));
    }

    @ParameterizedTest
    @CsvSource({"WARN, WARN", "warn, WARN", "Error, ERROR", "errr, ERROR"})
    void aChoiceIsReadInAnyCaseAndByItsOtherSpellings(String text, LogLevel level) {
        assertThat(LEVEL.parse(text)).isEqualTo(level);
    }

    @Test
    void aChoiceThatDoesNotExistIsAnsweredWithThoseThatDo() {
        refused(LEVEL, "LOUD", "expected one of FATAL, ERROR, WARN, INFO, DEBUG, TRACE");
        assertThat(LEVEL.choices()).containsExactly("FATAL", "ERROR", "WARN", "INFO", "DEBUG", "TRACE");
    }

    @Test
    void textsAndPathsMustNotBeEmpty() {
        refused(ValueType.text(), " ", "expected a text, but it is empty");
        refused(ValueType.secret(), "", "expected a text, but it is empty");
        refused(ValueType.path(), "", "expected a path, but it is empty");
        refused(ValueType.path(), "/tmp/\u0000", "expected a path, but it has a control character in it");
        assertThat(ValueType.path().parse("hdfs://host/flows")).isEqualTo("hdfs://host/flows");
    }

    @Test
    void blanksAroundAValueDoNotCountExceptInSecrets() {
        assertThat(ValueType.text().parse(" a b ")).isEqualTo("a b");
        assertThat(ValueType.secret().parse(" open sesame ").reveal()).isEqualTo(" open sesame ");
    }

    @Test
    void aLocalDirectoryIsAbsolute() {
        assertThat(ValueType.localDirectory().parse("/local_disk0/h2o")).isEqualTo("/local_disk0/h2o");
        refused(ValueType.localDirectory(), "h2o", "expected the absolute path of a directory on a local disk");
        refused(ValueType.localDirectory(), "", "expected the absolute path of a directory on a local disk");
        refused(ValueType.localDirectory(), "/\u0000", "expected the absolute path of a directory on a local disk");
    }

    @Test
    void aCloudNameHasNoBlanksAndAnEnd() {
        assertThat(ValueType.cloudName().parse("team:blue_1")).isEqualTo("team:blue_1");
        assertThat(ValueType.cloudName().parse("x".repeat(100))).hasSize(100);
        refused(ValueType.cloudName(), "x".repeat(101), "expected 1 to 100 characters without blanks");
        refused(ValueType.cloudName(), "my cloud", "expected 1 to 100 characters without blanks");
        refused(ValueType.cloudName(), "", "expected 1 to 100 characters without blanks");
    }

    @Test
    void aUserNameFitsIntoAnAuthorizationHeader() {
        assertThat(ValueType.userName().parse("jane.doe@example.com")).isEqualTo("jane.doe@example.com");
        refused(ValueType.userName(), "jane:doe", "expected a name without colons");
        refused(ValueType.userName(), "", "expected a name without colons, but it is empty");
        refused(ValueType.userName(), "a\nb", "expected a name without colons, but it has a control character in it");
    }

    @ParameterizedTest
    @ValueSource(strings = {"driver-1.internal", "10.0.0.100", "::1", "fe80::1%eth0", "0.0.0.0"})
    void aHostIsANameOrAnAddress(String text) {
        assertThat(ValueType.host().parse(text)).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "http://host", "host:8080", "[::1]:80", "host/path", "two hosts"})
    void aHostIsNothingMore(String text) {
        refused(ValueType.host(), text, "expected a host name or an IP address, without scheme, port or path");
    }

    @ParameterizedTest
    @CsvSource({"'', ''", "/, ''", "h2o, /h2o", "/h2o, /h2o", "/h2o/, /h2o", "a/b-c/~d_e.f, /a/b-c/~d_e.f"})
    void aContextPathHasASlashInFrontAndNoneAtItsEnd(String text, String path) {
        assertThat(ValueType.contextPath().parse(text)).isEqualTo(path);
    }

    @ParameterizedTest
    @ValueSource(strings = {"//", "/a//b", "/a b", "/a?b", "/a%20b", "/../a", "/a/..", "/./a", "/a/.", "http://host/a"})
    void aContextPathIsPlain(String text) {
        refused(
                ValueType.contextPath(),
                text,
                "expected a path of letters, digits and . _ ~ - between single slashes, such as /h2o");
    }

    @Test
    void aWebAddressHasASchemeAndAHost() {
        assertThat(ValueType.webAddress().parse("https://host/path")).isEqualTo("https://host/path");
        for (String text : new String[] {"", "host/path", "ftp://host", "https:///path", "https://a b"}) {
            refused(ValueType.webAddress(), text, "expected an http or https address, such as https://host/path");
        }
    }

    private static void refused(ValueType<?> type, String text, String message) {
        assertThatThrownBy(() -> type.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }
}
