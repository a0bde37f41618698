package ai.h2o.sparkling.storage;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.hadoop.fs.CommonPathCapabilities;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file that appears when it is complete or not at all. Where the storage can give an upload up, it is written under its own name, which
 * object stores show only when all is there; elsewhere under another name, and renamed at the end. Not thread-safe, like other streams;
 * the thread that opened it is the one that closes it.
 */
final class WholeFile extends OutputStream {
    private static final Logger LOG = LoggerFactory.getLogger("ai.h2o.engine");
    private static final ThreadLocal<List<WholeFile>> WRITING = ThreadLocal.withInitial(ArrayList::new);

    private final FileSystem files;
    private final Path target;
    private final Path written;
    private final FSDataOutputStream out;
    private boolean closed;

    private WholeFile(FileSystem files, Path target, Path written, FSDataOutputStream out) {
        this.files = files;
        this.target = target;
        this.written = written;
        this.out = out;
    }

    static WholeFile create(FileSystem files, Path target, boolean overwrite) throws IOException {
        if (!overwrite && files.exists(target)) {
            throw new FileAlreadyExistsException(
                    "There is a file '" + target + "' already; choose another name, or pass force=True");
        }
        var written = files.hasPathCapability(target, CommonPathCapabilities.ABORTABLE_STREAM)
                ? target
                : new Path(target.getParent(), "." + target.getName() + "." + UUID.randomUUID() + ".part");
        var file = new WholeFile(files, target, written, files.create(written, overwrite));
        WRITING.get().add(file);
        return file;
    }

    static void failAll(Throwable reason) {
        for (WholeFile file : List.copyOf(WRITING.get())) {
            file.fail(reason);
        }
    }

    /** Not left to {@link #close}: a stream around this one that cannot write its last bytes does not call it. */
    private void fail(Throwable reason) {
        if (!closed) {
            LOG.debug("'{}' does not appear", target, reason);
            end();
            discard();
        }
    }

    private void end() {
        closed = true;
        var writing = WRITING.get();
        writing.remove(this);
        if (writing.isEmpty()) {
            WRITING.remove();
        }
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
        if (closed) {
            throw new IOException("The writing of '" + target + "' has ended");
        }
        try {
            out.write(bytes, from, length);
        } catch (IOException | RuntimeException e) {
            fail(e);
            throw e;
        }
    }

    @Override
    public void flush() throws IOException {
        if (!closed) {
            out.flush();
        }
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        end();
        try {
            out.close();
            publish();
        } catch (IOException | RuntimeException e) {
            discard();
            throw new NotWrittenException("'" + target + "' was not written: " + e, e);
        }
    }

    private void publish() throws IOException {
        if (!written.equals(target)) {
            files.delete(target, false);
            if (!files.rename(written, target)) {
                throw new IOException("'" + written + "' could not be renamed");
            }
        }
    }

    private void discard() {
        try {
            if (written.equals(target)) {
                out.abort();
            } else {
                out.close();
            }
        } catch (IOException | RuntimeException e) {
            LOG.debug("'{}' could not be given up in order", written, e);
        }
        if (!written.equals(target)) {
            try {
                files.delete(written, false);
            } catch (IOException | RuntimeException e) {
                LOG.warn("'{}' is incomplete and could not be deleted: {}", written, e.toString());
            }
        }
    }
}
