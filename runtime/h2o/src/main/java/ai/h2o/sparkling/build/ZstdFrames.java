package ai.h2o.sparkling.build;

import com.github.luben.zstd.ZstdOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * Compresses a file into one zstd stream of several frames, each of the same share of the file. A frame begins anew, so threads can unpack them
 * side by side; of four, the stream is 1.5 % longer.
 */
final class ZstdFrames {
    private static final int FRAMES = 4;

    /** A window of 64 MB, more than a frame: class files of one kind lie far apart. Who unpacks needs that much memory for each thread. */
    private static final int WINDOW_LOG = 26;

    private ZstdFrames() {}

    /** Writes the stream, and returns the length of each of its frames. */
    static List<Long> compress(Path from, Path to, int level) throws IOException {
        long size = Files.size(from);
        long share = (size + FRAMES - 1) / FRAMES;
        List<Long> lengths = new ArrayList<>();
        Files.deleteIfExists(to);
        try (InputStream in = Files.newInputStream(from)) {
            long before = 0;
            for (long left = size; left > 0; left -= share) {
                compress(in, Math.min(share, left), to, level);
                long length = Files.size(to) - before;
                lengths.add(length);
                before += length;
            }
        }
        return lengths;
    }

    private static void compress(InputStream in, long bytes, Path to, int level) throws IOException {
        try (OutputStream out = Files.newOutputStream(to, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
                ZstdOutputStream frame = new ZstdOutputStream(out)) {
            frame.setLevel(level);
            frame.setLong(WINDOW_LOG);
            frame.setWorkers(2);
            // By it, and by nothing else, whoever unpacks knows that all came through.
            frame.setChecksum(true);
            byte[] buffer = new byte[1 << 20];
            for (long left = bytes; left > 0; ) {
                int read = in.read(buffer, 0, (int) Math.min(buffer.length, left));
                if (read < 0) {
                    throw new IOException("The file ended " + left + " bytes early");
                }
                frame.write(buffer, 0, read);
                left -= read;
            }
        }
    }
}
