package ai.h2o.sparkling.isolation;

import ai.h2o.sparkling.errors.Reason;
import com.github.luben.zstd.ZstdIOException;
import com.github.luben.zstd.ZstdInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** The frames of the engine's stream, unpacked side by side: other executors of the host wait for it, so its processors are free. */
final class EngineFrames {
    private static final String STREAM = "/sparkling/engine.jar.zst";
    private static final int BUFFER = 1 << 20;

    private final List<Long> lengths;
    private final long size;
    private final long share;

    /**
     * @param lengths bytes of each frame
     * @param size bytes of what they hold together
     */
    EngineFrames(List<Long> lengths, long size) {
        this.lengths = lengths;
        this.size = size;
        share = (size + lengths.size() - 1) / lengths.size();
    }

    /** Writes what they hold into a file, all of it or an exception. */
    void unpack(Path to) throws IOException {
        int threads = Math.min(lengths.size(), Runtime.getRuntime().availableProcessors());
        var pool = Executors.newFixedThreadPool(threads, task -> {
            var thread = new Thread(task, "sparkling-unpack");
            thread.setDaemon(true);
            return thread;
        });
        try {
            var frames = new ArrayList<Future<?>>();
            long packed = 0;
            for (int frame = 0; frame < lengths.size(); frame++) {
                long from = packed;
                long at = frame * share;
                long length = lengths.get(frame);
                frames.add(pool.submit(() -> {
                    unpack(from, length, to, at);
                    return null;
                }));
                packed += length;
            }
            for (var frame : frames) {
                frame.get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while it was unpacked", e);
        } catch (ExecutionException e) {
            throw asItWas(e.getCause());
        } finally {
            pool.shutdownNow();
        }
    }

    /** Of a damaged jar, memory that ends, or a disk that is full the caller has different things to say. */
    private static IOException asItWas(Throwable failure) {
        if (failure instanceof Error error) {
            throw error;
        }
        if (failure instanceof RuntimeException unchecked) {
            throw unchecked;
        }
        return failure instanceof IOException io ? io : new IOException(failure);
    }

    /** A frame carries a checksum of its own: what comes out of it whole is what went in, so it is not hashed again. */
    private void unpack(long from, long length, Path to, long at) throws IOException {
        long expected = Math.min(share, size - at);
        long written = 0;
        try (var packed = EngineFrames.class.getResourceAsStream(STREAM)) {
            if (packed == null) {
                throw EngineArchive.corrupt("it has no " + STREAM, null);
            }
            packed.skipNBytes(from);
            try (var in = new ZstdInputStream(new Part(packed, length));
                    var out = FileChannel.open(to, StandardOpenOption.WRITE)) {
                out.position(at);
                byte[] buffer = new byte[BUFFER];
                for (int n = in.read(buffer); n >= 0 && written <= expected; n = in.read(buffer)) {
                    var bytes = ByteBuffer.wrap(buffer, 0, n);
                    while (bytes.hasRemaining()) {
                        out.write(bytes);
                    }
                    written += n;
                }
            }
        } catch (ZstdIOException | EOFException e) {
            throw EngineArchive.corrupt("its engine cannot be decompressed (" + Reason.of(e) + ")", e);
        }
        if (written != expected) {
            throw EngineArchive.corrupt("its engine has " + written + " bytes instead of " + expected, null);
        }
    }

    /** The next bytes of a stream, as if it ended behind them. */
    private static final class Part extends FilterInputStream {
        private long left;

        Part(InputStream in, long length) {
            super(in);
            left = length;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int n = left == 0 ? -1 : in.read(bytes, offset, (int) Math.min(length, left));
            left -= Math.max(0, n);
            return n;
        }
    }
}
