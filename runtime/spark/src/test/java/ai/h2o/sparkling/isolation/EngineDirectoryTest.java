package ai.h2o.sparkling.isolation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.h2o.sparkling.errors.EngineException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EngineDirectoryTest {
    @TempDir
    Path root;

    @Test
    void theDirectoryIsPrivateAndFoundAgain() throws IOException {
        var found = EngineDirectory.find(Optional.empty(), List.of(root));
        assertThat(found).isEqualTo(root.resolve("sparkling-hosted-" + System.getProperty("user.name")));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(found)))
                .isEqualTo("rwx------");
        assertThat(EngineDirectory.find(Optional.empty(), List.of(root))).isEqualTo(found);
    }

    @Test
    void aDirectoryThatOthersCanWriteToIsNotTrusted() throws IOException {
        var found = EngineDirectory.find(Optional.empty(), List.of(root));
        Files.setPosixFilePermissions(found, PosixFilePermissions.fromString("rwxrwxrwx"));
        assertThatThrownBy(() -> EngineDirectory.find(Optional.empty(), List.of(root)))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("others can write to it")
                .hasMessageContaining("spark.ext.h2o.engine.dir");
    }

    @Test
    void aLinkPlantedThereIsNotFollowed() throws IOException {
        var victim = Files.createDirectory(root.resolve("victim"));
        Files.createSymbolicLink(root.resolve("sparkling-hosted-" + System.getProperty("user.name")), victim);
        assertThatThrownBy(() -> EngineDirectory.find(Optional.empty(), List.of(root)))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("No private directory");
    }

    @Test
    void whatTheUserNamesIsTaken() {
        assertThat(EngineDirectory.find(Optional.of("/data/h2o"), List.of(root)))
                .isEqualTo(Path.of("/data/h2o"));
    }

    @Test
    void theNextPlaceIsTakenWhereTheFirstOneIsNotOurs() throws IOException {
        var workers = Files.createFile(root.resolve("not-a-directory"));
        var ofApplication = Files.createDirectory(root.resolve("application"));
        var found = EngineDirectory.find(Optional.empty(), List.of(workers, ofApplication));
        assertThat(found.getParent()).isEqualTo(ofApplication);
    }
}
