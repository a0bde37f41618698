package ai.h2o.sparkling.build;

import static java.util.Comparator.comparing;
import static java.util.Comparator.naturalOrder;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/**
 * The files of a jar, in memory. Writing one is deterministic: entries carry one fixed time and stand in an order that depends on
 * their names alone.
 */
final class Archive {
    /** Two-second resolution and no zone: what the zip format can hold, the same on every machine. */
    private static final LocalDateTime ENTRY_TIME = LocalDateTime.of(2020, 1, 1, 0, 0, 0);

    static final String MANIFEST = "META-INF/MANIFEST.MF";
    static final String SERVICES = "META-INF/services/";

    /** By kind first, so that a compressor with a window sees like next to like. */
    private static final Comparator<String> BY_KIND = comparing((String name) -> !name.equals(MANIFEST))
            .thenComparing(Archive::kind)
            .thenComparing(naturalOrder());

    private final SortedMap<String, byte[]> files = new TreeMap<>();

    static Archive read(Path jar) throws IOException {
        try (InputStream in = Files.newInputStream(jar)) {
            return read(in, name -> true);
        }
    }

    /** Reads a jar from a stream; of an entry that stands twice the first counts, as for a class loader. */
    static Archive read(InputStream jar, Predicate<String> wanted) throws IOException {
        Archive archive = new Archive();
        ZipInputStream zip = new ZipInputStream(jar);
        for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
            if (!entry.isDirectory() && wanted.test(entry.getName())) {
                archive.files.putIfAbsent(entry.getName(), zip.readAllBytes());
            }
        }
        return archive;
    }

    static Archive readDirectory(Path directory) throws IOException {
        Archive archive = new Archive();
        for (String name : readNames(directory)) {
            archive.files.put(name, Files.readAllBytes(directory.resolve(name)));
        }
        return archive;
    }

    /** The names, with slashes, of the files below a directory. */
    static List<String> readNames(Path directory) throws IOException {
        try (Stream<Path> paths = Files.walk(directory)) {
            return paths.filter(Files::isRegularFile)
                    .map(path -> directory.relativize(path).toString().replace('\\', '/'))
                    .toList();
        }
    }

    SortedMap<String, byte[]> files() {
        return files;
    }

    long size() {
        return files.values().stream().mapToLong(bytes -> bytes.length).sum();
    }

    /** Writes the jar without compression, for what is compressed as a whole or must be read fast. */
    void writeStored(Path jar) throws IOException {
        Files.createDirectories(jar.toAbsolutePath().getParent());
        Path unfinished = jar.resolveSibling(jar.getFileName() + ".part");
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(unfinished), 1 << 20)) {
            writeStored(out);
        }
        Files.move(unfinished, jar, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    void writeStored(OutputStream out) throws IOException {
        ZipOutputStream zip = new ZipOutputStream(out);
        zip.setMethod(ZipEntry.STORED);
        List<String> names = new ArrayList<>(files.keySet());
        names.sort(BY_KIND);
        for (String name : names) {
            byte[] bytes = files.get(name);
            CRC32 crc = new CRC32();
            crc.update(bytes);
            ZipEntry entry = new ZipEntry(name);
            entry.setTimeLocal(ENTRY_TIME);
            entry.setSize(bytes.length);
            entry.setCompressedSize(bytes.length);
            entry.setCrc(crc.getValue());
            zip.putNextEntry(entry);
            zip.write(bytes);
            zip.closeEntry();
        }
        zip.finish();
        zip.flush();
    }

    /** Adds the files of another archive; one that is there already is an error, since a build must not depend on an order. */
    void addAll(Archive other) {
        for (Map.Entry<String, byte[]> file : other.files.entrySet()) {
            if (files.putIfAbsent(file.getKey(), file.getValue()) != null) {
                throw new BuildFailure(
                        "Two parts of the jar bring the file '" + file.getKey() + "'; take it out of one of them.");
            }
        }
    }

    private static String kind(String name) {
        int dot = name.lastIndexOf('.');
        return dot > name.lastIndexOf('/') ? name.substring(dot + 1) : "";
    }
}
