package ai.h2o.sparkling.engine.sockets;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;

/** A connection between two nodes that know each other, as H2O's code gets it. */
final class NodeConnection implements ByteChannel {
    private final ByteChannel channel;

    // Owned by H2O's receiver thread until it is used up, which is before any other thread reads.
    private final ByteBuffer head;

    /**
     * @param head what was read from the channel already
     */
    NodeConnection(ByteChannel channel, ByteBuffer head) {
        this.channel = channel;
        this.head = head;
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        if (!head.hasRemaining()) {
            return channel.read(target);
        }
        int count = Math.min(head.remaining(), target.remaining());
        target.put(head.slice(head.position(), count));
        head.position(head.position() + count);
        return count;
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
        return channel.write(source);
    }

    @Override
    public boolean isOpen() {
        return channel.isOpen();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
