package ai.h2o.sparkling.nodes;

import ai.h2o.sparkling.errors.EngineException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where a node writes while it lives. Beside it lies a file of the same name that the JVM holds locked: the system lets go of it however
 * the JVM ends, so that whoever comes or goes later on the same host knows by it which directories nobody uses any more, and deletes them.
 * The number of a process would not do: executors in containers share a directory, but not their processes.
 */
final class ScratchDirectory implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ScratchDirectory.class);
    private static final String LOCK = ".lock";
    private static final String NOT_YET = ".new";
    private static final Set<PosixFilePermission> PRIVATE = PosixFilePermissions.fromString("rwx------");

    // Other hosts may share the directory, but not its locks.
    private static final String OF_HOST = "node-" + host() + "-";

    // Containers may share the host's name, and have the same numbers of processes.
    private static final String OWN_PREFIX = OF_HOST + ProcessHandle.current().pid() + "-"
            + ManagementFactory.getRuntimeMXBean().getStartTime() + "-";

    /** Those of this JVM. Many applications end without stopping the context. */
    private static final Set<ScratchDirectory> OWN = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime()
                .addShutdownHook(new Thread(() -> OWN.forEach(ScratchDirectory::close), "sparkling-clean-up"));
    }

    private final Path directory;
    private final Optional<FileChannel> lock;

    private ScratchDirectory(Path directory, Optional<FileChannel> lock) {
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
            var created = lockedIn(parent);
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

    /**
     * The lock comes first, so that nothing is left that nobody would ever delete if the JVM is killed here; and nobody may find its file before
     * it is locked, so it gets its name then. Where files cannot be locked there is none.
     */
    private static ScratchDirectory lockedIn(Path parent) throws IOException {
        Path unlocked = Files.createTempFile(parent, OWN_PREFIX, NOT_YET);
        var name = unlocked.getFileName().toString();
        Path directory = parent.resolve(name.substring(0, name.length() - NOT_YET.length()));
        FileChannel channel = null;
        try {
            channel = FileChannel.open(unlocked, StandardOpenOption.WRITE);
            boolean locked = locks(channel);
            if (locked) {
                Files.move(unlocked, lockOf(directory), StandardCopyOption.ATOMIC_MOVE);
            } else {
                channel.close();
                Files.delete(unlocked);
            }
            Files.createDirectory(directory, PosixFilePermissions.asFileAttribute(PRIVATE));
            return new ScratchDirectory(directory, locked ? Optional.of(channel) : Optional.empty());
        } catch (IOException | RuntimeException | Error e) {
            Files.deleteIfExists(unlocked);
            Files.deleteIfExists(lockOf(directory));
            if (channel != null) {
                channel.close();
            }
            throw e;
        }
    }

    private static boolean locks(FileChannel channel) {
        try {
            return channel.tryLock() != null;
        } catch (IOException e) {
            LOG.debug("No file can be locked there, so what a killed JVM leaves there stays", e);
            return false;
        }
    }

    private static void deleteAbandoned(Path parent) {
        try (var locks = Files.newDirectoryStream(parent, OF_HOST + "*" + LOCK)) {
            for (Path lock : locks) {
                var name = lock.getFileName().toString();
                // To close a file of one's own lets go of all locks that the process has on it.
                if (!name.startsWith(OWN_PREFIX)) {
                    deleteIfAbandoned(lock.resolveSibling(name.substring(0, name.length() - LOCK.length())), lock);
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            LOG.debug("What others have left in {} stays behind", parent, e);
        }
    }

    private static void deleteIfAbandoned(Path directory, Path lockFile) {
        try (var channel = FileChannel.open(lockFile, StandardOpenOption.WRITE)) {
            if (channel.tryLock() != null) {
                delete(directory, Optional.of(channel));
            }
        } catch (IOException | OverlappingFileLockException e) {
            // Another executor of this host was faster, or it is another user's.
            LOG.debug("{} is not deleted", directory, e);
        }
    }

    private static void delete(Path directory, Optional<FileChannel> lock) {
        try {
            deleteAll(directory);
            Files.deleteIfExists(lockOf(directory));
            if (lock.isPresent()) {
                lock.get().close();
            }
        } catch (IOException | UncheckedIOException e) {
            LOG.debug("The scratch directory {} stays behind", directory, e);
        }
    }

    private static void deleteAll(Path directory) throws IOException {
        try (var files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (NoSuchFileException e) {
            LOG.debug("{} was never made, or is deleted already", directory, e);
        }
    }

    private static String host() {
        var name = ManagementFactory.getRuntimeMXBean().getName();
        return name.substring(name.indexOf('@') + 1).replaceAll("[^A-Za-z0-9.]", "_");
    }

    private static Path lockOf(Path directory) {
        return directory.resolveSibling(directory.getFileName() + LOCK);
    }
}
