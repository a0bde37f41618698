package ai.h2o.sparkling.isolation;

import ai.h2o.sparkling.errors.EngineException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Finds the private directory of this host in which the engine is unpacked. */
public final class EngineDirectory {
    private static final Set<PosixFilePermission> PRIVATE = PosixFilePermissions.fromString("rwx------");

    private EngineDirectory() {}

    /**
     * A directory that only this user can write to.
     *
     * @param configured what the user set, taken as it is
     * @param parents directories of Spark on this host, of which the first is taken in which there is one or one can be made
     */
    public static Path find(Optional<String> configured, List<Path> parents) {
        if (configured.isPresent()) {
            return Path.of(configured.get());
        }
        EngineException failure = null;
        for (Path parent : parents) {
            var directory = parent.resolve("sparkling-hosted-" + System.getProperty("user.name", "user"));
            try {
                createPrivate(directory);
                return directory;
            } catch (IOException e) {
                var before = failure;
                failure = new EngineException(
                        "No private directory for the H2O engine at " + directory + ": " + e
                                + ". Name one that this user can write to in spark.ext.h2o.engine.dir",
                        e);
                if (before != null) {
                    failure.addSuppressed(before);
                }
            }
        }
        throw failure;
    }

    private static void createPrivate(Path directory) throws IOException {
        if (!directory.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.createDirectories(directory);
            return;
        }
        Files.createDirectories(directory.getParent());
        try {
            Files.createDirectory(directory, PosixFilePermissions.asFileAttribute(PRIVATE));
        } catch (FileAlreadyExistsException e) {
            requirePrivate(directory);
        }
    }

    /** In a shared directory someone else may have been here first, to plant an engine of his own. */
    private static void requirePrivate(Path directory) throws IOException {
        var permissions = Files.getPosixFilePermissions(directory, LinkOption.NOFOLLOW_LINKS);
        var foreign = EnumSet.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE);
        foreign.retainAll(permissions);
        var probe = Files.createTempFile(directory, "owner-", ".probe");
        try {
            boolean own = Files.getOwner(directory, LinkOption.NOFOLLOW_LINKS).equals(Files.getOwner(probe));
            if (!own || !foreign.isEmpty() || !Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
                throw new IOException("it belongs to another user or others can write to it");
            }
        } finally {
            Files.deleteIfExists(probe);
        }
    }
}
