package ai.h2o.sparkling.engine.recovery;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import water.H2O;
import water.Key;
import water.util.FileUtils;

/**
 * The files of what is kept, by their URIs. On the node's own disk a file is written under another name and renamed; of what goes elsewhere
 * the storage shows only what is complete.
 */
final class KeptFiles {
    private static final String PART = ".part";
    private static final String PLAIN = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-";

    private KeptFiles() {}

    /** Writes one file. */
    @FunctionalInterface
    interface Writing {
        /** Writes it, to where H2O is to be told so. */
        void to(String location) throws IOException;
    }

    /** Where this application keeps things, if it does. */
    static Optional<String> directory() {
        return Optional.ofNullable(H2O.ARGS.auto_recovery_dir);
    }

    /** A key as the name of a file that every storage takes and that needs no escape in a URI. */
    static String nameOf(Key<?> key) {
        var name = new StringBuilder();
        for (byte b : key.toString().getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            if (PLAIN.indexOf(c) >= 0 || (c == '.' && !name.isEmpty())) {
                name.append(c);
            } else {
                name.append('=').append(String.format("%02x", (int) c));
            }
        }
        return name.toString();
    }

    static void write(String uri, Writing writing) throws IOException {
        var local = local(uri);
        if (local.isEmpty()) {
            writing.to(uri);
            return;
        }
        var file = local.get();
        // Of this cloud: a node of the last one that still writes, writes to another.
        var part = file.resolveSibling("." + file.getFileName() + "." + H2O.ARGS.name + PART);
        Files.createDirectories(file.getParent());
        try {
            writing.to(part.toString());
            if (Keeper.isOver()) {
                throw new IOException("the node was stopped meanwhile");
            }
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    /** The same place as H2O wants it. */
    static String location(String uri) {
        return local(uri).map(Path::toString).orElse(uri);
    }

    /** Where H2O writes several files by itself, it wants the directory to be there. */
    static void makeDirectory(String uri) throws IOException {
        var local = local(uri);
        if (local.isPresent()) {
            Files.createDirectories(local.get());
        }
    }

    /** Deletes a file, or a directory and all that is in it. */
    static void delete(String uri) throws IOException {
        var local = local(uri);
        if (local.isEmpty()) {
            H2O.getPM().getPersistForURI(URI.create(uri)).delete(uri);
        } else if (Files.exists(local.get())) {
            FileUtils.delete(local.get().toFile());
        }
    }

    private static Optional<Path> local(String uri) {
        var parsed = URI.create(uri);
        return "file".equals(parsed.getScheme()) ? Optional.of(Path.of(parsed.getPath())) : Optional.empty();
    }
}
