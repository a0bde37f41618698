package ai.h2o.sparkling.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArchiveTest {
    @TempDir
    private Path folder;

    @Test
    void theSameFilesMakeTheSameJarSortedByKind() throws IOException {
        Path first = folder.resolve("first.jar");
        Path second = folder.resolve("second.jar");
        archive("b.txt", "1", "a.class", "2", "z/README", "3", "META-INF/MANIFEST.MF", "4")
                .writeStored(first);
        archive("META-INF/MANIFEST.MF", "4", "z/README", "3", "a.class", "2", "b.txt", "1")
                .writeStored(second);

        assertThat(Files.mismatch(first, second)).isEqualTo(-1);
        try (ZipFile zip = new ZipFile(first.toFile())) {
            assertThat(zip.stream().map(ZipEntry::getName))
                    .containsExactly("META-INF/MANIFEST.MF", "z/README", "a.class", "b.txt");
            assertThat(zip.stream().map(ZipEntry::getMethod)).containsOnly(ZipEntry.STORED);
        }
        assertThat(Archive.read(first).files().get("b.txt")).asString().isEqualTo("1");
    }

    @Test
    void twoPartsMayNotBringTheSameFile() throws IOException {
        Archive archive = archive("a", "1");

        assertThatThrownBy(() -> archive.addAll(archive("a", "2")))
                .isInstanceOf(BuildFailure.class)
                .hasMessageStartingWith("Two parts of the jar bring the file 'a'");
    }

    @Test
    void servicesOfTheEngineSideComeAfterH2OsOrInTheirPlace() {
        Archive h2o = archive(
                "META-INF/services/water.webserver.iface.HttpServerFacade",
                "Theirs\n",
                "META-INF/services/other",
                "Theirs\n");
        Archive ours = archive(
                "META-INF/services/water.webserver.iface.HttpServerFacade",
                "Ours\n",
                "META-INF/services/other",
                "Ours\n",
                "META-INF/services/new",
                "Ours\n");

        JarContents.addEngineSide(h2o, ours);

        assertThat(h2o.files().get("META-INF/services/water.webserver.iface.HttpServerFacade"))
                .asString()
                .isEqualTo("Ours\n");
        assertThat(h2o.files().get("META-INF/services/other")).asString().isEqualTo("Theirs\nOurs\n");
        assertThat(h2o.files().get("META-INF/services/new")).asString().isEqualTo("Ours\n");
    }

    private static Archive archive(String... namesAndTexts) {
        Archive archive = new Archive();
        for (int i = 0; i < namesAndTexts.length; i += 2) {
            archive.files().put(namesAndTexts[i], namesAndTexts[i + 1].getBytes(StandardCharsets.UTF_8));
        }
        return archive;
    }
}
