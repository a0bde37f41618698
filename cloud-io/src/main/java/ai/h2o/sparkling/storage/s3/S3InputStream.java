package ai.h2o.sparkling.storage.s3;

import java.io.EOFException;
import java.io.IOException;
import org.apache.hadoop.fs.FSExceptionMessages;
import org.apache.hadoop.fs.FSInputStream;

/**
 * Reads an object by ranges. What is read in order is read ahead, in pieces that grow; what is asked for at a position is read exactly.
 */
final class S3InputStream extends FSInputStream {
    private static final int SMALLEST = 128 << 10;
    private static final int LARGEST = 8 << 20;

    private final S3Object object;

    private long position;
    private byte[] ahead = new byte[0];
    private long aheadFrom;
    private int aheadLength;
    private int nextSize = SMALLEST;
    private boolean closed;

    S3InputStream(S3Object object) {
        this.object = object;
    }

    @Override
    public void seek(long to) throws IOException {
        requireOpen();
        if (to < 0) {
            throw new EOFException(FSExceptionMessages.NEGATIVE_SEEK);
        }
        if (object.length() >= 0 && to > object.length()) {
            throw new EOFException(FSExceptionMessages.CANNOT_SEEK_PAST_EOF);
        }
        position = to;
    }

    @Override
    public long getPos() {
        return position;
    }

    @Override
    public boolean seekToNewSource(long target) {
        return false;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] to, int offset, int count) throws IOException {
        requireOpen();
        if (count == 0) {
            return 0;
        }
        if (!isAhead() && !fetch()) {
            return -1;
        }
        int from = (int) (position - aheadFrom);
        int taken = Math.min(count, aheadLength - from);
        System.arraycopy(ahead, from, to, offset, taken);
        position += taken;
        return taken;
    }

    private boolean isAhead() {
        return position >= aheadFrom && position < aheadFrom + aheadLength;
    }

    private boolean fetch() throws IOException {
        boolean inOrder = position == aheadFrom + aheadLength;
        nextSize = inOrder ? Math.min(nextSize * 2, LARGEST) : SMALLEST;
        if (ahead.length != nextSize) {
            ahead = new byte[nextSize];
        }
        aheadFrom = position;
        aheadLength = 0;
        int read = object.read(position, ahead, 0, nextSize);
        aheadLength = Math.max(read, 0);
        return read > 0;
    }

    @Override
    public int read(long from, byte[] to, int offset, int count) throws IOException {
        requireOpen();
        return count == 0 ? 0 : object.read(from, to, offset, count);
    }

    @Override
    public void readFully(long from, byte[] to, int offset, int count) throws IOException {
        if (count > 0 && read(from, to, offset, count) < count) {
            throw new EOFException(FSExceptionMessages.EOF_IN_READ_FULLY);
        }
    }

    /** What needs no waiting; H2O takes zero for the end of a file. */
    @Override
    public int available() throws IOException {
        requireOpen();
        if (isAhead() || fetch()) {
            return (int) (aheadFrom + aheadLength - position);
        }
        return 0;
    }

    private void requireOpen() throws IOException {
        if (closed) {
            throw new IOException(FSExceptionMessages.STREAM_IS_CLOSED);
        }
    }

    @Override
    public void close() {
        closed = true;
        ahead = new byte[0];
        aheadLength = 0;
    }
}
