package ai.h2o.sparkling.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PathsTest {

    @Test
    void theContextIsCutOff() {
        assertThat(Paths.withoutContext("/h2o", "/h2o/3/Cloud")).hasValue("/3/Cloud");
        assertThat(Paths.withoutContext("/h2o", "/h2o/")).hasValue("/");
        assertThat(Paths.withoutContext("", "/3/Cloud")).hasValue("/3/Cloud");
        assertThat(Paths.withoutContext("/h2o", "/h2o")).isEmpty();
        assertThat(Paths.withoutContext("/h2o", "/h2ox/3")).isEmpty();
        assertThat(Paths.withoutContext("/h2o", null)).isEmpty();
        assertThat(Paths.withoutContext("", "*")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "/, /flow/index.html, ./flow/index.html",
        "/a, /b, ./b",
        "/a/b, /c, ../c",
        "/a/b/, /, ../../",
        "/a, /, ./"
    })
    void referencesAreRelative(String from, String to, String expected) {
        assertThat(Paths.relative(from, to)).isEqualTo(expected);
        assertThat(URI.create("http://host/prefix" + from).resolve(expected))
                .isEqualTo(URI.create("http://host/prefix" + to));
    }

    @ParameterizedTest
    @CsvSource({
        "http://10.0.0.1:54321, ./",
        "HTTP://10.0.0.1:54321/x, ./x",
        "https://10.0.0.1:54321/x, ./x",
        "//10.0.0.1:54321/x, ./x",
        "http://10.0.0.1:543210/x, http://10.0.0.1:543210/x",
        "//elsewhere/x, //elsewhere/x",
        "/x?y=/z, ./x?y=/z"
    })
    void locationsOnTheNodeBecomeOurs(String location, String expected) {
        assertThat(Paths.location(location, URI.create("http://10.0.0.1:54321"), "/a"))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/3/Shutdown",
                "/3/shutdown",
                "/LATEST/Shutdown/",
                "/3//Shutdown",
                "/3/%53hutdown",
                "/3;x/Shutdown;y"
            })
    void everySpellingOfAShutdownIsKnown(String path) {
        assertThat(Paths.isShutdown(path)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/x/../3/Shutdown", "/x%2F..%2Fsparkling/control", "/x/%2e%2e/3", "/./3"})
    void segmentsToBeResolvedAreKnownHoweverTheyAreSpelled(String path) {
        assertThat(Paths.hasDotSegments(path)).isTrue();
        assertThat(Paths.hasDotSegments("/3/Frames/a..b/.hidden")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/sparkling/control",
                "//sparkling/blocks",
                "/%73parkling/control",
                "/sparkling;x/control;y",
                "/sparkling%2Fcontrol"
            })
    void everySpellingOfWhatNodesTalkByIsKnown(String path) {
        assertThat(Paths.isOfNodes(path)).isTrue();
        assertThat(Paths.isOfNodes("/3/Frames" + path)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/3/Shutdowns", "/3/Frames/Shutdown/x", "/3/Frames/Shutdown", "/Shutdown", "/3/%zz"})
    void otherPathsAreNoShutdown(String path) {
        assertThat(Paths.isShutdown(path)).isFalse();
    }
}
