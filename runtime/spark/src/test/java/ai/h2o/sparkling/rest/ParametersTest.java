package ai.h2o.sparkling.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ParametersTest {
    @Test
    void pairsAreReadAsFormsWriteThem() {
        assertThat(Parameters.pairs("a=1+2&b=%C3%A4%3D&c&&d="))
                .containsExactly(entry("a", "1 2"), entry("b", "ä="), entry("c", ""), entry("d", ""));
        assertThat(Parameters.pairs("")).isEmpty();
    }

    @Test
    void aPlusInAPathIsAPlus() {
        assertThat(Parameters.decode("a+b%2Fc")).isEqualTo("a+b/c");
    }

    @ParameterizedTest
    @ValueSource(strings = {"%", "%4", "%zz", "a%FFb", "%C3"})
    void whatIsNoPercentEncodedTextIsTheClientsMistake(String encoded) {
        assertThatThrownBy(() -> Parameters.decode(encoded))
                .isInstanceOf(RestException.class)
                .hasMessage("'" + encoded + "' is not percent-encoded UTF-8")
                .extracting(error -> ((RestException) error).status())
                .isEqualTo(400);
    }

    @Test
    void aTemplateMatchesWholePathsAndGivesTheValues() {
        var template = PathTemplate.of("/3/dataframes/{id}/h2oframe");

        assertThat(template.match("/3/dataframes/a%2Fb/h2oframe")).contains(Map.of("id", "a%2Fb"));
        for (String other : List.of("/3/dataframes//h2oframe", "/3/dataframes/a/h2oframe/", "/3/dataframes/a")) {
            assertThat(template.match(other)).isEmpty();
        }
    }
}
