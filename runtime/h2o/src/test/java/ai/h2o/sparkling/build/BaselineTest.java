package ai.h2o.sparkling.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BaselineTest {
    @TempDir
    private Path folder;

    @Test
    void countsFilesByFolderAndOwnPackagesWithoutNumbers() {
        Archive archive = archive("x", "a/b/c/d/e", "a/b/c/f", "a/g", "ai/h2o/sparkling/frames/Rows.class");

        assertThat(Baseline.of(archive)).containsExactly("1\t(top)", "1\ta", "2\ta/b/c", "*\tai/h2o/sparkling/frames/");
    }

    @Test
    void whatWasWrittenHolds() throws IOException {
        Path file = folder.resolve("baseline.txt");
        Baseline.check(archive("a/x", "b/y"), file, true, "Test.");

        Baseline.check(archive("a/x", "b/y"), file, false, "Test.");

        assertThat(file).content().startsWith("# Test. Files by folder");
    }

    @Test
    void aDifferenceFailsAndSaysHowToAcceptIt() throws IOException {
        Path file = folder.resolve("baseline.txt");
        Baseline.check(archive("a/x", "b/y"), file, true, "Test.");

        assertThatThrownBy(() -> Baseline.check(archive("a/x", "a/z"), file, false, "Test."))
                .isInstanceOf(BuildFailure.class)
                .hasMessageContaining("`make baseline`")
                .hasMessageEndingWith("\n  - 1\ta\n  - 1\tb\n  + 2\ta");
    }

    private static Archive archive(String... names) {
        Archive archive = new Archive();
        for (String name : names) {
            archive.files().put(name, new byte[0]);
        }
        return archive;
    }
}
