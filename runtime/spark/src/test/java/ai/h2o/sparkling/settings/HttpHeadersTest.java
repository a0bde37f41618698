package ai.h2o.sparkling.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpHeadersTest {

    @Test
    void oneHeaderALineIsReadInOrder() {
        HttpHeaders headers = HttpHeaders.parse("Strict-Transport-Security:max-age=31536000\n\n  X-A :  b: c \r\n");

        assertThat(headers.byName())
                .containsExactly(Map.entry("Strict-Transport-Security", "max-age=31536000"), Map.entry("X-A", "b: c"));
        assertThat(headers).hasToString("Strict-Transport-Security: max-age=31536000\nX-A: b: c");
    }

    @Test
    void theyBecomeArgumentsOfTheEngine() {
        assertThat(HttpHeaders.parse("X-A: b\nX-C: d e").engineArguments())
                .containsExactly("-add_http_header", "X-A", "b", "-add_http_header", "X-C", "d e");
    }

    @ParameterizedTest
    @ValueSource(strings = {"no colon", ": no name", "two words: x", "X-Ä: x"})
    void aLineThatIsNoHeaderIsRefused(String line) {
        assertThatThrownBy(() -> HttpHeaders.parse(line))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("expected one 'Name: value' a line, but found the line '%s'", line.strip());
    }

    @Test
    void aValueCannotEndItsHeader() {
        assertThatThrownBy(() -> HttpHeaders.parse("X-A: b\u0000c"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the value of header 'X-A' has a control character in it");
    }
}
