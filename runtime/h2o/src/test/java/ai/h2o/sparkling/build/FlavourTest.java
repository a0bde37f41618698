package ai.h2o.sparkling.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FlavourTest {
    private static final Path MODULE = Path.of("");

    @ParameterizedTest
    @ValueSource(strings = {"gpu", "mac"})
    void aFlavourAddsNativeLibrariesAlone(String name) throws Exception {
        assertThat(Flavour.names(MODULE)).contains(name);
        Archive standard = Archive.read(Path.of(System.getProperty("engine.jar")));
        assertThat(Flavour.natives(MODULE, name).files().keySet())
                .isNotEmpty()
                .allMatch(file -> file.matches(".*\\.(so|dylib|jnilib)"))
                .doesNotContainAnyElementsOf(standard.files().keySet());
    }

    @Test
    void theStandardJarHasNothingBesides() throws Exception {
        assertThat(Flavour.natives(MODULE, Flavour.STANDARD).files()).isEmpty();
    }

    @Test
    void aFlavourThatIsNotThereIsRefusedWithThoseThatAre() {
        assertThatThrownBy(() -> Flavour.natives(MODULE, "gpus"))
                .isInstanceOf(BuildFailure.class)
                .hasMessage("There is no flavour 'gpus' of the jar; there are: standard, gpu, mac");
    }
}
