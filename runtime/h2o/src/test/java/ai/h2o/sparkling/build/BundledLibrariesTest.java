package ai.h2o.sparkling.build;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BundledLibrariesTest {
    private static final BundledLibraries LIST = BundledLibraries.parse(
            "bundled.list",
            List.of(
                    "# a comment",
                    "org.lib:outer@2 | pkg:maven/org.inner/inner@1.5 | MIT | org/lib/inner",
                    "www/all.js@7 | pkg:npm/jquery@3.4.1 | MIT | jQuery v3.4.1"));

    @Test
    void whatIsThereInTheReleaseOfItsHolderIsAccepted() {
        assertThatCode(() -> LIST.check(archive(), Map.of("org.lib:outer", "2")))
                .doesNotThrowAnyException();
        assertThat(LIST.insideFiles().get("www/all.js"))
                .singleElement()
                .extracting(library -> library.url().toString())
                .isEqualTo("pkg:npm/jquery@3.4.1");
    }

    @Test
    void anotherReleaseOfTheHolderHasToBeLookedInto() {
        assertThatThrownBy(() -> LIST.check(archive(), Map.of("org.lib:outer", "3")))
                .isInstanceOf(BuildFailure.class)
                .hasMessage(
                        "bundled.list knows what org.lib:outer 2 brings, and here is 3; find out what that one brings,"
                                + " and change the lines");
    }

    @Test
    void whatNothingShowsFailsTheBuild() {
        Archive without = archive();
        without.files().put("www/all.js", "jQuery v3.5.0".getBytes(UTF_8));
        assertThatThrownBy(() -> LIST.check(without, Map.of("org.lib:outer", "2")))
                .isInstanceOf(BuildFailure.class)
                .hasMessageContaining("www/all.js holds pkg:npm/jquery@3.4.1");
        without.files().remove("org/lib/inner/Api.class");
        assertThatThrownBy(() -> LIST.check(without, Map.of("org.lib:outer", "2")))
                .isInstanceOf(BuildFailure.class)
                .hasMessageEndingWith("there is no 'org/lib/inner'");
    }

    @Test
    void aLineThatIsNoneIsShown() {
        assertThatThrownBy(() -> BundledLibraries.parse("bundled.list", List.of("org.lib:outer | MIT")))
                .isInstanceOf(BuildFailure.class)
                .hasMessageEndingWith("org.lib:outer | MIT");
    }

    private static Archive archive() {
        Archive archive = new Archive();
        archive.files().put("org/lib/inner/Api.class", new byte[0]);
        archive.files().put("www/all.js", "/*! jQuery v3.4.1 */".getBytes(UTF_8));
        return archive;
    }
}
