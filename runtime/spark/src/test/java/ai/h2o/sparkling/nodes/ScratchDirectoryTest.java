package ai.h2o.sparkling.nodes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ScratchDirectoryTest {
    @TempDir
    Path parent;

    /** Of another JVM, which has one and waits to be killed. */
    public static final class Other {
        public static void main(String[] arguments) throws IOException {
            System.out.println(ScratchDirectory.create(Path.of(arguments[0])).path());
            System.in.read();
        }
    }

    @Test
    void whatAKilledJvmLeftIsDeletedAndWhatALivingOneUsesIsNot() throws Exception {
        var other = otherJvm();
        try (var reader = other.inputReader()) {
            var theirs = Path.of(reader.readLine());
            Files.writeString(theirs.resolve("file"), "in use");
            try (var own = ScratchDirectory.create(parent)) {
                assertThat(theirs.resolve("file")).exists();
                kill(other);
                ScratchDirectory.create(parent).close();
                assertThat(theirs).doesNotExist();
                assertThat(own.path()).isDirectory();
            }
            assertThat(entries()).isEmpty();
        } finally {
            other.destroyForcibly();
        }
    }

    @Test
    void whoGoesDeletesWhatAKilledJvmLeft() throws Exception {
        var other = otherJvm();
        try (var reader = other.inputReader()) {
            try (var own = ScratchDirectory.create(parent)) {
                var theirs = Path.of(reader.readLine());
                kill(other);
                assertThat(theirs).isDirectory();
                assertThat(own.path()).isDirectory();
            }
            assertThat(entries()).isEmpty();
        } finally {
            other.destroyForcibly();
        }
    }

    @Test
    void oneJvmMayHaveSeveralAndNeitherIsTakenForAbandoned() {
        try (var first = ScratchDirectory.create(parent)) {
            ScratchDirectory.create(parent).close();
            try (var third = ScratchDirectory.create(parent)) {
                assertThat(first.path()).isDirectory();
                assertThat(third.path()).isDirectory();
            }
        }
    }

    @Test
    void whatIsNotOursStays() throws IOException {
        var foreign = Files.createDirectory(parent.resolve("node-of-somebody"));
        ScratchDirectory.create(parent).close();
        assertThat(foreign).exists();
    }

    private static void kill(Process process) throws InterruptedException {
        process.destroyForcibly();
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    }

    private Process otherJvm() throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        Other.class.getName(),
                        parent.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private List<Path> entries() throws IOException {
        try (var entries = Files.list(parent)) {
            return entries.toList();
        }
    }
}
