package ai.h2o.sparkling.engine.patched;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;

/** Where the engine has its temporary files: the build sends the calls that make them here. */
public final class EngineFiles {
    // Set before H2O starts. Where models are scored without a node there is none.
    private static volatile Path scratch;

    private EngineFiles() {}

    /** From now on temporary files lie in a directory that goes with the node. */
    public static void use(Path scratchDirectory) {
        scratch = scratchDirectory;
    }

    /** In place of {@code File.createTempFile}. */
    public static File createTempFile(String prefix, String suffix) throws IOException {
        Path directory = scratch;
        return File.createTempFile(prefix, suffix, directory == null ? null : directory.toFile());
    }

    /** In place of {@code Files.createTempFile}. */
    public static Path createTempFile(String prefix, String suffix, FileAttribute<?>... attributes) throws IOException {
        Path directory = scratch;
        return directory == null
                ? Files.createTempFile(prefix, suffix, attributes)
                : Files.createTempFile(directory, prefix, suffix, attributes);
    }

    /** In place of {@code File.deleteOnExit}, which would remember the name until the JVM ends. */
    public static void deleteOnExit(File file) {
        Path directory = scratch;
        if (directory == null || !file.toPath().toAbsolutePath().startsWith(directory.toAbsolutePath())) {
            file.deleteOnExit();
        }
    }
}
