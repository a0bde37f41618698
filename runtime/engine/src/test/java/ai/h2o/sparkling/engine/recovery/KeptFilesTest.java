package ai.h2o.sparkling.engine.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import water.Key;

class KeptFilesTest {
    @TempDir
    Path root;

    @ParameterizedTest
    @CsvSource({
        "model_1-a.b, model_1-a.b",
        // Hadoop passes over files whose names begin with a dot, and H2O over paths that climb.
        ".hidden, =2ehidden",
        "../up, =2e.=2fup",
        "a b%?#:, a=20b=25=3f=23=3a",
        // H2O itself writes such letters by their numbers.
        "Bäume, =2442e4=24ume",
        "=, =3d"
    })
    void aKeyIsANameForEveryStorage(String key, String name) {
        assertThat(KeptFiles.nameOf(Key.make(key))).isEqualTo(name);
        assertThat(URI.create("s3a://bucket/" + name).getRawPath()).isEqualTo("/" + name);
    }

    @Test
    void aFileIsThereWhenItIsComplete() throws IOException {
        var file = root.resolve("models/one");
        KeptFiles.write(file.toUri().toString(), location -> {
            assertThat(file).doesNotExist();
            Files.writeString(Path.of(location), "whole");
        });
        assertThat(file).hasContent("whole");
        assertThat(names(file.getParent())).containsExactly("one");
    }

    @Test
    void whatWasThereStaysWhenAWriteFails() throws IOException {
        var uri = root.resolve("one").toUri().toString();
        KeptFiles.write(uri, location -> Files.writeString(Path.of(location), "first"));
        assertThatThrownBy(() -> KeptFiles.write(uri, location -> {
                    Files.writeString(Path.of(location), "sec");
                    throw new IOException("disk full");
                }))
                .hasMessage("disk full");
        assertThat(root.resolve("one")).hasContent("first");
        assertThat(names(root)).containsExactly("one");
    }

    @Test
    void aDirectoryGoesWithAllThatIsInIt() throws IOException {
        var input = root.resolve("search/input");
        KeptFiles.makeDirectory(input.toUri().toString());
        Files.writeString(input.resolve("frame"), "rows");
        var uri = root.resolve("search").toUri().toString();
        KeptFiles.delete(uri);
        assertThat(root.resolve("search")).doesNotExist();
        assertThatCode(() -> KeptFiles.delete(uri)).doesNotThrowAnyException();
    }

    private static List<String> names(Path directory) throws IOException {
        try (var files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
