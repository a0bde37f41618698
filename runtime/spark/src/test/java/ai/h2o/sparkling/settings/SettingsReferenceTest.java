package ai.h2o.sparkling.settings;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SettingsReferenceTest {

    private static final String COMMAND =
            "mvn -q -pl runtime/spark -am compile && java -cp runtime/spark/target/classes "
                    + SettingsReference.class.getName();

    static Iterable<Path> files() {
        return SettingsReference.files().keySet();
    }

    @ParameterizedTest
    @MethodSource("files")
    void committedFilesAreWhatTheRegisterSays(Path file) throws IOException {
        Path committed = repository().resolve(file);

        assertThat(committed)
                .withFailMessage("%s is missing; from the root of the repository run: %s", file, COMMAND)
                .exists();
        assertThat(Files.readString(committed, UTF_8))
                .withFailMessage("%s is out of date; from the root of the repository run: %s", file, COMMAND)
                .isEqualTo(SettingsReference.files().get(file));
    }

    @Test
    void theCommandWritesBothFiles(@TempDir Path root) throws IOException {
        SettingsReference.main(new String[] {root.toString()});

        for (var file : SettingsReference.files().entrySet()) {
            assertThat(root.resolve(file.getKey())).hasContent(file.getValue());
        }
    }

    @Test
    void theTableForPythonIsJsonThatSaysWhatTheRegisterSays() throws IOException {
        JsonNode settings = new ObjectMapper()
                .readTree(SettingsReference.files().get(SettingsReference.TABLE))
                .get("settings");

        assertThat(settings).hasSameSizeAs(Settings.all());
        for (JsonNode entry : settings) {
            Setting<?> setting = Settings.find(entry.get("name").asText()).orElseThrow();
            assertThat(entry.get("doc").asText()).isEqualTo(setting.documentation());
            assertThat(entry.get("secret").asBoolean()).isEqualTo(setting.isSecret());
            assertThat(entry.get("formerNames")).hasSameSizeAs(setting.formerNames());
            assertThat(entry.get("getters")).hasSameSizeAs(setting.getters());
            assertThat(entry.get("setters")).hasSameSizeAs(setting.setters());
            assertThat(entry.get("note").isNull()).isEqualTo(setting.isActive());
        }
    }

    @Test
    void theTableForPythonGivesDurationsInMilliseconds() throws IOException {
        assertThat(entry("spark.ext.h2o.cloud.timeout").get("default").asText()).isEqualTo("60000");
        assertThat(entry("spark.ext.h2o.cloud.timeout").get("type").asText()).isEqualTo("duration");
    }

    @Test
    void theTableForPythonTellsWhatEachMethodSets() throws IOException {
        JsonNode mode = entry("spark.ext.h2o.backend.cluster.mode");

        assertThat(mode.get("status").asText()).isEqualTo("refused");
        assertThat(mode.get("choices").toString()).isEqualTo("[\"internal\",\"external\"]");
        assertThat(mode.get("setters").get(1).toString())
                .isEqualTo(
                        "{\"name\":\"setExternalClusterMode\",\"sets\":{\"spark.ext.h2o.backend.cluster.mode\":\"external\"}}");
        assertThat(entry("spark.ext.h2o.nthreads").get("setters").toString())
                .isEqualTo("[{\"name\":\"setNthreads\",\"sets\":{}}]");
    }

    @Test
    void theReferenceNamesEverySetting() {
        String reference = SettingsReference.files().get(SettingsReference.REFERENCE);

        for (Setting<?> setting : Settings.all()) {
            assertThat(reference).contains("`" + setting.name() + "`");
            setting.formerNames().forEach(name -> assertThat(reference).contains("`" + name + "`"));
        }
    }

    private static JsonNode entry(String name) throws IOException {
        for (JsonNode entry : new ObjectMapper()
                .readTree(SettingsReference.files().get(SettingsReference.TABLE))
                .get("settings")) {
            if (entry.get("name").asText().equals(name)) {
                return entry;
            }
        }
        throw new AssertionError(name + " is not in the table");
    }

    private static Path repository() {
        Path directory = Path.of("").toAbsolutePath();
        while (!Files.isDirectory(directory.resolve("runtime").resolve("spark"))) {
            directory = directory.getParent();
            assertThat(directory)
                    .withFailMessage("the tests do not run inside the repository")
                    .isNotNull();
        }
        return directory;
    }
}
