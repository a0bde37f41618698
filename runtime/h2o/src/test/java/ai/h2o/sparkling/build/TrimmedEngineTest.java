package ai.h2o.sparkling.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Looks at the jar that this build made. */
class TrimmedEngineTest {
    private static final Path ENGINE = Path.of(System.getProperty("engine.jar"));
    private static final String OPEN_MP = "lib/linux_64/libxgboost4j_omp.so";

    @TempDir
    private Path folder;

    @Test
    void bringsXgboostForManyThreadsAndNotForGpus() throws IOException {
        try (ZipFile zip = new ZipFile(ENGINE.toFile())) {
            assertThat(zip.getEntry("lib/linux_64/libxgboost4j_gpu.so")).isNull();
            assertThat(zip.getEntry("lib/linux_64/libxgboost4j_minimal.so")).isNotNull();
            assertThat(zip.getEntry(OPEN_MP).getSize()).isBetween(8_000_000L, 16_000_000L);
        }
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, architectures = "amd64")
    void theLibraryWithoutDeviceCodeLoads() throws IOException {
        Path library = folder.resolve("libxgboost4j_omp.so");
        try (ZipFile zip = new ZipFile(ENGINE.toFile());
                InputStream in = zip.getInputStream(zip.getEntry(OPEN_MP))) {
            Files.copy(in, library);
        }

        assertThatCode(() -> System.load(library.toString())).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {OPEN_MP, "lib/linux_64/libxgboost4j_minimal.so"})
    void noSymbolOfALibraryIsOneForAllItsCopies(String library) throws IOException {
        try (ZipFile zip = new ZipFile(ENGINE.toFile());
                InputStream in = zip.getInputStream(zip.getEntry(library))) {
            byte[] elf = in.readAllBytes();

            // Who makes them ordinary finds them in H2O's file, or the build fails.
            assertThatThrownBy(() -> UniqueSymbols.makeOrdinary(elf))
                    .isInstanceOf(BuildFailure.class)
                    .hasMessage("The XGBoost library has no unique symbols any more; this step can go.");
        }
    }

    @Test
    void bringsNothingThatSparkBringsFirst() throws IOException {
        try (ZipFile zip = new ZipFile(ENGINE.toFile())) {
            assertThat(zip.stream().map(Object::toString))
                    .noneMatch(name -> name.startsWith("org/apache/hadoop/")
                            || name.startsWith("org/apache/log4j/")
                            || name.startsWith("org/apache/logging/")
                            || name.startsWith("org/apache/commons/logging/")
                            || name.startsWith("org/slf4j/")
                            || name.startsWith("scala/"));
        }
    }

    @Test
    void aLibraryThatIsNoElfFileIsRefused() {
        assertThatThrownBy(() -> DeviceCode.remove(new byte[128]))
                .isInstanceOf(BuildFailure.class)
                .hasMessage("The XGBoost library is no 64-bit little-endian ELF file.");
    }
}
