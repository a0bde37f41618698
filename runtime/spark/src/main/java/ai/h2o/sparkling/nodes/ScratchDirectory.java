package ai.h2o.sparkling.nodes;

import ai.h2o.sparkling.errors.EngineException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where a node writes while it lives. What killed JVMs have left is cleaned up by those that come later. */
final class ScratchDirectory {
    private static final Logger LOG = LoggerFactory.getLogger(ScratchDirectory.class);
    private static final String PREFIX = "node-";

    /** So old that its owner is not one in another container, whose processes this one does not see. */
    private static final Duration OLD = Duration.ofDays(1);

    /** Those of this JVM. Many applications end without stopping the context. */
    private static final Set<Path> OWN = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime()
                .addShutdownHook(new Thread(() -> OWN.forEach(ScratchDirectory::delete), "sparkling-clean-up"));
    }

    private ScratchDirectory() {}

    static Path create(Path parent) {
        try {
            Files.createDirectories(parent);
            deleteAbandoned(parent);
            var created = Files.createTempDirectory(
                    parent, PREFIX + ProcessHandle.current().pid() + "-");
            OWN.add(created);
            return created;
        } catch (IOException e) {
            throw new EngineException(
                    "No scratch directory for the H2O node below " + parent + ": " + e
                            + ". Name one in spark.ext.h2o.node.iced.dir",
                    e);
        }
    }

    private static void deleteAbandoned(Path parent) throws IOException {
        var limit = Instant.now().minus(OLD);
        try (var directories = Files.newDirectoryStream(parent, PREFIX + "*-*")) {
            for (Path directory : directories) {
                if (olderThan(limit, directory) && !ownerLives(directory)) {
                    delete(directory);
                }
            }
        }
    }

    private static boolean olderThan(Instant limit, Path directory) throws IOException {
        try {
            return Files.getLastModifiedTime(directory).toInstant().isBefore(limit);
        } catch (NoSuchFileException e) {
            return false; // another executor of this host was faster
        }
    }

    private static boolean ownerLives(Path directory) {
        var name = directory.getFileName().toString();
        try {
            long pid = Long.parseLong(name.substring(PREFIX.length(), name.indexOf('-', PREFIX.length())));
            return ProcessHandle.of(pid).isPresent();
        } catch (NumberFormatException e) {
            return true; // not one of ours
        }
    }

    /** Never fails: what cannot be deleted stays for the next one. */
    static void delete(Path directory) {
        OWN.remove(directory);
        try (var files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException | UncheckedIOException e) {
            LOG.debug("The scratch directory {} stays behind", directory, e);
        }
    }
}
