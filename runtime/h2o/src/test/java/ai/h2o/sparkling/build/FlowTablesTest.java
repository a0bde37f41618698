package ai.h2o.sparkling.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;

class FlowTablesTest {
    private static final Path ENGINE = Path.of(System.getProperty("engine.jar"));

    @Test
    void flowListsTablesAndItsQueryLeavesOptionsAsTheyAre() throws IOException {
        try (ZipFile zip = new ZipFile(ENGINE.toFile())) {
            String script = new String(
                    zip.getInputStream(zip.getEntry("www/flow/js/flow.js")).readAllBytes(), StandardCharsets.UTF_8);

            assertThat(script).contains("t.onSparklingWater=!0,").contains("getDataFrames:");
            assertThat(script).doesNotContain("runScalaCode:").doesNotContain("\"to Scala\"");
            assertThat(script).doesNotContain("{option:[1,");
        }
    }

    @Test
    void aFlowThatHasChangedFailsTheBuild() {
        Archive engine = new Archive();
        engine.files().put("www/flow/js/flow.js", "t.other=!1,".getBytes(StandardCharsets.UTF_8));

        assertThatThrownBy(() -> FlowTables.apply(engine))
                .isInstanceOf(BuildFailure.class)
                .hasMessageContaining("www/flow/js/flow.js does not hold exactly once what the build changes:"
                        + " 't.onSparklingWater=!1,'");
    }
}
