package ai.h2o.sparkling.nodes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScratchDirectoryTest {
    @TempDir
    Path parent;

    @Test
    void whatAKilledJvmLeftIsDeletedAndWhatALivingOneUsesIsNot() throws IOException {
        // No process has this id: Linux ends at four million.
        var abandoned = aged("node-999999999-1");
        var own = aged("node-" + ProcessHandle.current().pid() + "-1");
        var foreign = aged("node-x-1");
        var young = Files.createDirectory(parent.resolve("node-999999999-2"));
        Files.writeString(abandoned.resolve("left"), "behind");
        Files.setLastModifiedTime(abandoned, FileTime.from(Instant.now().minus(Duration.ofDays(2))));
        var created = ScratchDirectory.create(parent);
        assertThat(abandoned).doesNotExist();
        assertThat(own).exists();
        assertThat(foreign).exists();
        assertThat(young).exists();
        assertThat(created).isDirectory();
        ScratchDirectory.delete(created);
        assertThat(created).doesNotExist();
    }

    private Path aged(String name) throws IOException {
        var directory = Files.createDirectory(parent.resolve(name));
        Files.setLastModifiedTime(directory, FileTime.from(Instant.now().minus(Duration.ofDays(2))));
        return directory;
    }
}
