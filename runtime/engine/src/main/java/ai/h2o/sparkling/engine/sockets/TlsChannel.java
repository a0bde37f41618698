package ai.h2o.sparkling.engine.sockets;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.locks.ReentrantLock;

/** The streams of a TLS connection as H2O wants them: a channel, of which one side may read while the other writes. */
final class TlsChannel implements ByteChannel {
    /** As much as H2O's own buffers hold. */
    private static final int BUFFER = 64 << 10;

    private final SocketChannel channel;
    private final InputStream in;
    private final OutputStream out;
    private final ReentrantLock reading = new ReentrantLock();
    private final ReentrantLock writing = new ReentrantLock();

    // Each is made when first wanted, under its lock: most connections carry data one way.
    private byte[] incoming;
    private byte[] outgoing;

    TlsChannel(SocketChannel channel, InputStream in, OutputStream out) {
        this.channel = channel;
        this.in = in;
        this.out = out;
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        reading.lock();
        try {
            if (target.hasArray()) {
                int count = in.read(target.array(), target.arrayOffset() + target.position(), target.remaining());
                target.position(target.position() + Math.max(0, count));
                return count;
            }
            if (incoming == null) {
                incoming = new byte[BUFFER];
            }
            int count = in.read(incoming, 0, Math.min(incoming.length, target.remaining()));
            target.put(incoming, 0, Math.max(0, count));
            return count;
        } catch (IOException e) {
            // Who closes a connection with a word of TLS unread resets it. That is the end all the same, and so it is
            // when this side closes it, which newer Javas take for an error of TLS.
            if (e instanceof SocketException || !channel.isOpen()) {
                return -1;
            }
            throw e;
        } finally {
            reading.unlock();
        }
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
        writing.lock();
        try {
            int count = source.remaining();
            if (source.hasArray()) {
                out.write(source.array(), source.arrayOffset() + source.position(), count);
                source.position(source.limit());
                return count;
            }
            if (outgoing == null) {
                outgoing = new byte[BUFFER];
            }
            while (source.hasRemaining()) {
                int part = Math.min(outgoing.length, source.remaining());
                source.get(outgoing, 0, part);
                out.write(outgoing, 0, part);
            }
            return count;
        } finally {
            writing.unlock();
        }
    }

    @Override
    public boolean isOpen() {
        return channel.isOpen();
    }

    /** Without a farewell: who still writes would have to be waited for. The other side sees the end all the same. */
    @Override
    public void close() throws IOException {
        channel.close();
    }
}
