package ai.h2o.sparkling.build;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** Tells whether a step's inputs are the ones that its present output was made from, by their contents. */
final class Stamp {
    private final Path file;
    private final String value;

    private Stamp(Path file, String value) {
        this.file = file;
        this.value = value;
    }

    /** The stamp of an output made from files, directories (with all that is below) and words. */
    static Stamp of(Path output, List<Path> inputs, List<String> words) throws IOException {
        MessageDigest digest = sha256();
        for (String word : words) {
            digest.update((word + "\n").getBytes(StandardCharsets.UTF_8));
        }
        for (Path input : inputs) {
            if (!Files.exists(input)) {
                digest.update("absent\n".getBytes(StandardCharsets.UTF_8));
            } else if (Files.isDirectory(input)) {
                try (Stream<Path> paths = Files.walk(input)) {
                    for (Path path : paths.filter(Files::isRegularFile).sorted().toList()) {
                        digest.update(input.relativize(path).toString().getBytes(StandardCharsets.UTF_8));
                        digest.update(Files.readAllBytes(path));
                    }
                }
            } else {
                update(digest, input);
            }
        }
        Path file = output.resolveSibling(output.getFileName() + ".stamp");
        return new Stamp(file, HexFormat.of().formatHex(digest.digest()));
    }

    boolean isFresh(List<Path> outputs) throws IOException {
        return outputs.stream().allMatch(Files::exists)
                && Files.exists(file)
                && Files.readString(file).equals(value);
    }

    /** To be called before an output changes: a build that dies half way must not look finished. */
    void clear() throws IOException {
        Files.deleteIfExists(file);
    }

    void write() throws IOException {
        Files.writeString(file, value);
    }

    static String sha256(Path file) throws IOException {
        MessageDigest digest = sha256();
        update(digest, file);
        return HexFormat.of().formatHex(digest.digest());
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static void update(MessageDigest digest, Path file) throws IOException {
        byte[] buffer = new byte[1 << 20];
        try (InputStream in = Files.newInputStream(file)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
            }
        }
    }
}
