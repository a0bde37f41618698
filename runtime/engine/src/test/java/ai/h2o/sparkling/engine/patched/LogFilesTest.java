package ai.h2o.sparkling.engine.patched;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.apache.log4j.Priority;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogFilesTest {
    @TempDir
    private Path folder;

    private LogFiles files(long largest) {
        return new LogFiles(level -> folder.resolve("logs/" + level).toString(), largest);
    }

    @Test
    void aLineIsInTheFilesOfAllLevelsUpToItsOwn() {
        files(1_000).append(Priority.WARN_INT, Priority.INFO_INT, "trouble\n");

        assertThat(folder.resolve("logs/info")).hasContent("trouble");
        assertThat(folder.resolve("logs/warn")).hasContent("trouble");
        assertThat(folder.resolve("logs/debug")).doesNotExist();
        assertThat(folder.resolve("logs/error")).doesNotExist();
    }

    @Test
    void aFullFileMakesRoomOnce() {
        var files = files(20);
        for (int i = 0; i < 100; i++) {
            files.append(Priority.INFO_INT, Priority.INFO_INT, "line %02d\n".formatted(i));
        }

        assertThat(folder.resolve("logs/info")).hasSize(16).content().endsWith("line 99\n");
        assertThat(folder.resolve("logs/info.1")).hasSize(16).content().endsWith("line 97\n");
        assertThat(folder.resolve("logs"))
                .isDirectoryNotContaining(path -> !path.getFileName().toString().startsWith("info"));
    }
}
