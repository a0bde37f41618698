package ai.h2o.sparkling.engine.patched;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EngineFilesTest {
    @TempDir
    Path scratch;

    @AfterEach
    void forget() {
        EngineFiles.use(null);
    }

    @Test
    void temporaryFilesOfANodeLieInItsScratchDirectory() throws Exception {
        EngineFiles.use(scratch);

        assertThat(EngineFiles.createTempFile("lib", ".so"))
                .hasParent(scratch.toFile())
                .exists();
        assertThat(EngineFiles.createTempFile("model", ".bin", new FileAttribute<?>[0]))
                .hasParent(scratch)
                .exists();
    }

    @Test
    void withoutANodeTheyLieWhereTheJvmHasThem() throws Exception {
        var file = EngineFiles.createTempFile("lib", ".so");

        assertThat(file).hasParent(System.getProperty("java.io.tmpdir"));
        assertThat(file.delete()).isTrue();
    }
}
