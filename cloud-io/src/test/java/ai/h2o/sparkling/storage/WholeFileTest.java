package ai.h2o.sparkling.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WholeFileTest {
    private static final byte[] TEXT = "all of it".getBytes(StandardCharsets.UTF_8);

    @TempDir
    private java.nio.file.Path folder;

    private FileSystem files;
    private Path target;

    @BeforeEach
    void open() throws IOException {
        files = new RawLocalFileSystem();
        files.initialize(folder.toUri(), new Configuration(false));
        target = new Path(folder.resolve("model.zip").toString());
    }

    @AfterEach
    void close() throws IOException {
        files.close();
    }

    @Test
    void aFileAppearsWhenItIsClosed() throws IOException {
        var out = WholeFile.create(files, target, false);
        out.write(TEXT);
        assertThat(folder.resolve("model.zip")).doesNotExist();
        out.close();

        assertThat(folder.resolve("model.zip")).hasBinaryContent(TEXT);
        assertThat(folder).isDirectoryContaining("glob:**.zip").isDirectoryNotContaining("glob:**.part");
    }

    @Test
    void aFileWhoseWritingFailedDoesNotAppearAndWhatWasThereStays() throws IOException {
        Files.writeString(folder.resolve("model.zip"), "old");
        var out = WholeFile.create(files, target, true);
        out.write(TEXT);
        WholeFile.failAll(new IllegalStateException("the model is gone"));
        out.close();

        assertThat(folder.resolve("model.zip")).hasContent("old");
        assertThat(folder).isDirectoryNotContaining("glob:**.part");
        assertThatThrownBy(() -> out.write(1)).isInstanceOf(IOException.class).hasMessageContaining("has ended");
    }

    @Test
    void aFailureConcernsTheFilesOfItsThreadAlone() throws IOException, InterruptedException {
        var out = WholeFile.create(files, target, true);
        out.write(TEXT);
        var other = new Thread(() -> WholeFile.failAll(new IllegalStateException("elsewhere")));
        other.start();
        other.join();
        out.close();

        assertThat(folder.resolve("model.zip")).hasBinaryContent(TEXT);
    }

    @Test
    void aFileIsNotReplacedUnasked() throws IOException {
        Files.writeString(folder.resolve("model.zip"), "old");

        assertThatThrownBy(() -> WholeFile.create(files, target, false))
                .isInstanceOf(FileAlreadyExistsException.class)
                .hasMessageContaining("There is a file")
                .hasMessageContaining("model.zip");
    }

    @Test
    void aFileThatCannotGetItsNameIsAnErrorThatIsNotOverlooked() throws IOException {
        var out = WholeFile.create(files, target, true);
        out.write(TEXT);
        Files.createDirectories(folder.resolve("model.zip").resolve("full"));

        assertThatThrownBy(out::close)
                .isInstanceOf(NotWrittenException.class)
                .hasMessageContaining("model.zip' was not written");
        assertThat(folder).isDirectoryNotContaining("glob:**.part");
    }
}
