package ai.h2o.sparkling.isolation;

import ai.h2o.sparkling.errors.EngineException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;

/**
 * The engine inside this project's jar: one zstd stream of one stored jar. It is unpacked once per host into a
 * private directory, under a lock, checked, and renamed into place, so that many JVMs may come at once and any of them
 * may be killed half-way.
 *
 * @param version version of this project
 * @param engineVersion version of H2O
 * @param sha256 digest of the unpacked jar; it is part of the file's name, so that another engine is another file
 * @param size bytes of the unpacked jar
 * @param frames bytes of each frame of the stream; each holds the same share of the jar
 */
public record EngineArchive(String version, String engineVersion, String sha256, long size, List<Long> frames) {
    private static final String PROPERTIES = "/sparkling/engine.properties";
    private static final String SUFFIX = ".engine";
    private static final String PART = "unpacking-";
    private static final String PART_SUFFIX = ".part";
    private static final Duration KEPT_UNUSED = Duration.ofDays(7);
    private static final Duration LOCK_DEADLINE = Duration.ofMinutes(2);
    private static final long LOCK_POLL_MILLIS = 50;

    // One JVM holds a file lock once, whichever of its threads asks.
    private static final Object IN_THIS_JVM = new Object();

    /** The archive that this class came with. */
    public static EngineArchive own() {
        var properties = new Properties();
        try (var in = EngineArchive.class.getResourceAsStream(PROPERTIES)) {
            if (in == null) {
                throw corrupt("it has no " + PROPERTIES, null);
            }
            properties.load(in);
            return new EngineArchive(
                    value(properties, "version"),
                    value(properties, "h2o.version"),
                    value(properties, "sha256"),
                    Long.parseLong(value(properties, "size")),
                    Arrays.stream(value(properties, "frames").split(","))
                            .map(Long::valueOf)
                            .toList());
        } catch (IOException | NumberFormatException e) {
            throw corrupt("its " + PROPERTIES + " cannot be read", e);
        }
    }

    /** The jar that this class came with, as people should know it. */
    public static String location() {
        var source = EngineArchive.class.getProtectionDomain().getCodeSource();
        var location = source == null ? null : source.getLocation();
        return location == null ? "an unknown place" : location.toString();
    }

    private static String value(Properties properties, String key) {
        var value = properties.getProperty(key);
        if (value == null) {
            throw corrupt("its " + PROPERTIES + " has no '" + key + "'", null);
        }
        return value;
    }

    /** The unpacked engine below {@code directory}; unpacks it if no one has done so. */
    public Path unpack(Path directory) {
        // Not called .jar: H2O would read all of a jar to compute its checksum at every start.
        var target = directory.resolve("h2o-" + engineVersion + "-" + sha256.substring(0, 16) + SUFFIX);
        try {
            if (complete(target)) {
                markUsed(target);
                return target;
            }
            synchronized (IN_THIS_JVM) {
                Files.createDirectories(directory);
                try (var channel = FileChannel.open(
                                directory.resolve("unpack.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                        var lock = lock(channel, directory)) {
                    if (!lock.isValid()) {
                        throw new IOException("the lock was lost");
                    }
                    if (!complete(target)) {
                        deleteUnfinished(directory);
                        deleteUnused(directory);
                        unpackTo(target);
                    }
                    return target;
                }
            }
        } catch (IOException e) {
            throw new EngineException(
                    "The H2O engine (" + (size >> 20) + " MB) could not be unpacked below " + directory + ": " + e
                            + ". Free space there, or name another directory in spark.ext.h2o.engine.dir",
                    e);
        }
    }

    private boolean complete(Path target) throws IOException {
        // Only a checked file ever gets this name.
        return Files.isRegularFile(target) && Files.size(target) == size;
    }

    private static void markUsed(Path target) throws IOException {
        Files.setLastModifiedTime(target, FileTime.from(Instant.now()));
    }

    /** What a JVM left that was killed while it unpacked. Who unpacks holds the lock, so nobody is at work on these. */
    private static void deleteUnfinished(Path directory) throws IOException {
        try (var parts = Files.newDirectoryStream(directory, PART + "*" + PART_SUFFIX)) {
            for (Path part : parts) {
                Files.deleteIfExists(part);
            }
        }
    }

    /** Engines of other versions would pile up. One that a JVM still has open stays readable to it. */
    private static void deleteUnused(Path directory) throws IOException {
        var limit = FileTime.from(Instant.now().minus(KEPT_UNUSED));
        try (var engines = Files.newDirectoryStream(directory, "h2o-*" + SUFFIX)) {
            for (Path engine : engines) {
                if (Files.getLastModifiedTime(engine).compareTo(limit) < 0) {
                    Files.deleteIfExists(engine);
                }
            }
        }
    }

    private static FileLock lock(FileChannel channel, Path directory) throws IOException {
        long end = System.nanoTime() + LOCK_DEADLINE.toNanos();
        while (true) {
            try {
                var lock = channel.tryLock();
                if (lock != null) {
                    return lock;
                }
            } catch (OverlappingFileLockException e) {
                // The same JVM through another class loader: wait like for another JVM.
            }
            if (System.nanoTime() - end > 0) {
                throw new IOException("another process has held " + directory.resolve("unpack.lock") + " for "
                        + LOCK_DEADLINE.toSeconds() + " s");
            }
            try {
                Thread.sleep(LOCK_POLL_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted while another process was unpacking", e);
            }
        }
    }

    private void unpackTo(Path target) throws IOException {
        var temporary = Files.createTempFile(target.getParent(), PART, PART_SUFFIX);
        try {
            new EngineFrames(frames, size).unpack(temporary);
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    static EngineException corrupt(String what, Throwable cause) {
        return new EngineException(
                "The Sparkling Hosted jar at " + location() + " is damaged: " + what + ". Install it again", cause);
    }
}
