package ai.h2o.sparkling.nodes;

import ai.h2o.sparkling.errors.EngineException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where a node writes while it lives. Beside it lies a file of the same name that the JVM holds locked: the system lets go of it however
 * the JVM ends, so that whoever comes or goes later knows by it which directories nobody uses any more, and deletes them. The number of a
 * process would not do: executors in containers share a directory, but not their processes.
 */
final class ScratchDirectory implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ScratchDirectory.class);
    private static final String PREFIX = "node-";
    private static final String LOCK = ".lock";

    /** Those of this JVM. Many applications end without stopping the context. */
    private static final Set<ScratchDirectory> OWN = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime()
                .addShutdownHook(new Thread(() -> OWN.forEach(ScratchDirectory::close), "sparkling-clean-up"));
    }

    private final Path directory;
    private final FileChannel lock;

    private ScratchDirectory(Path directory, FileChannel lock) {
        this.directory = directory;
        this.lock = lock;
    }

    /**
     * Makes one, and deletes what JVMs have left that were killed.
     *
     * @throws EngineException if nothing can be written there
     */
    static ScratchDirectory create(Path parent) {
        try {
            Files.createDirectories(parent);
            deleteAbandoned(parent);
            var directory = Files.createTempDirectory(
                    parent, PREFIX + ProcessHandle.current().pid() + "-");
            var created = new ScratchDirectory(directory, lock(directory));
            OWN.add(created);
            return created;
        } catch (IOException e) {
            throw new EngineException(
                    "No scratch directory for the H2O node below " + parent + ": " + e
                            + ". Name one in spark.ext.h2o.node.iced.dir",
                    e);
        }
    }

    Path path() {
        return directory;
    }

    /** Deletes it, and what others have left beside it. Never fails: what cannot be deleted stays for those that come later. */
    @Override
    public void close() {
        if (OWN.remove(this)) {
            delete(directory, lock);
            deleteAbandoned(directory.getParent());
        }
    }

    /** Nobody may find the file before it is locked, so it gets its name then. */
    private static FileChannel lock(Path directory) throws IOException {
        var unlocked = beside(directory, ".new");
        var channel = FileChannel.open(unlocked, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try {
            channel.lock();
            Files.move(unlocked, lockOf(directory), StandardCopyOption.ATOMIC_MOVE);
            return channel;
        } catch (IOException | RuntimeException | Error e) {
            // Without the file nobody would ever delete the directory.
            channel.close();
            Files.deleteIfExists(unlocked);
            Files.deleteIfExists(directory);
            throw e;
        }
    }

    private static void deleteAbandoned(Path parent) {
        // To close a file of one's own lets go of all locks that the process has on it.
        var own = PREFIX + ProcessHandle.current().pid() + "-";
        try (var locks = Files.newDirectoryStream(parent, PREFIX + "*" + LOCK)) {
            for (Path lock : locks) {
                var name = lock.getFileName().toString();
                if (!name.startsWith(own)) {
                    deleteIfAbandoned(lock.resolveSibling(name.substring(0, name.length() - LOCK.length())), lock);
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            LOG.debug("What others have left in {} stays behind", parent, e);
        }
    }

    private static void deleteIfAbandoned(Path directory, Path lockFile) throws IOException {
        try (var channel = FileChannel.open(lockFile, StandardOpenOption.WRITE)) {
            if (channel.tryLock() != null) {
                delete(directory, channel);
            }
        } catch (NoSuchFileException | AccessDeniedException e) {
            // Another executor of this host was faster, or it is another user's.
            LOG.debug("{} is not deleted", directory, e);
        }
    }

    private static void delete(Path directory, FileChannel lock) {
        try (lock;
                var files = Files.exists(directory) ? Files.walk(directory) : Stream.<Path>empty()) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
            Files.deleteIfExists(lockOf(directory));
        } catch (IOException | UncheckedIOException e) {
            LOG.debug("The scratch directory {} stays behind", directory, e);
        }
    }

    private static Path lockOf(Path directory) {
        return beside(directory, LOCK);
    }

    private static Path beside(Path directory, String suffix) {
        return directory.resolveSibling(directory.getFileName() + suffix);
    }
}
