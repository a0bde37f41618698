package ai.h2o.sparkling.engine.sockets;

import ai.h2o.sparkling.engine.api.NodeKey;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.Channel;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connections between a node and others: the build sends the calls that open, accept, secure and acknowledge them here. H2O closes
 * only some.
 */
public final class EngineSockets {
    private static final Logger LOG = LoggerFactory.getLogger("ai.h2o.engine");
    private static final Set<SocketChannel> OPEN = ConcurrentHashMap.newKeySet();

    /** Two nodes that wait longer for each other's first words are not both there. */
    private static final Duration INTRODUCTION = Duration.ofSeconds(10);

    // Set before H2O starts; null where nodes talk in the clear.
    private static volatile NodeTls tls;

    // Read and written by H2O's one receiver thread.
    private static NodeDoor door;

    private EngineSockets() {}

    /** From now on connections are encrypted, and nobody without the key comes in. */
    public static void encrypt(NodeKey key) throws IOException {
        tls = new NodeTls(key);
    }

    /** In place of {@code SocketChannel.open}. */
    public static SocketChannel open() throws IOException {
        return known(SocketChannel.open());
    }

    /** In place of {@code server.accept}, in H2O's one receiver thread: the next one who was let in. */
    public static SocketChannel accept(ServerSocketChannel server) throws IOException {
        if (door == null || door.server() != server) {
            door = new NodeDoor(server, EngineSockets::secure, INTRODUCTION).open();
        }
        return door.next();
    }

    private static ByteChannel secure(SocketChannel visitor) throws IOException {
        var secured = tls;
        return secured == null ? visitor : secured.server(visitor);
    }

    /** In place of H2O's choice between plain and encrypted, for what {@link #accept} has returned. */
    public static ByteChannel server(ByteChannel accepted) throws IOException {
        return door.connection((SocketChannel) accepted);
    }

    /** In place of H2O's choice between plain and encrypted, for a connection that this node has opened. */
    public static ByteChannel client(ByteChannel opened) throws IOException {
        var channel = (SocketChannel) opened;
        var secured = tls;
        // A record of TLS that waits for the last one's acknowledgement would wait for the other side's timer.
        channel.socket().setTcpNoDelay(true);
        try {
            channel.socket().setSoTimeout((int) INTRODUCTION.toMillis());
            var connection = secured == null ? channel : secured.client(channel);
            channel.socket().setSoTimeout(0);
            return new NodeConnection(connection, ByteBuffer.allocate(0));
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** In place of H2O's question whether a channel leads to a node, and not to a file. */
    public static boolean isConnection(Channel channel) {
        return channel instanceof NodeConnection || channel instanceof SocketChannel;
    }

    /** In place of the socket below a connection: what acknowledges a message goes the way of the message. */
    public static ByteChannel connection(Channel channel) {
        return (ByteChannel) channel;
    }

    /** In place of the stream of the socket below. */
    public static OutputStream output(ByteChannel connection) {
        return Channels.newOutputStream(connection);
    }

    /** In place of the stream of the socket below. */
    public static InputStream input(ByteChannel connection) {
        return Channels.newInputStream(connection);
    }

    static SocketChannel known(SocketChannel channel) {
        // H2O closes those with which something went wrong.
        OPEN.removeIf(former -> !former.isOpen());
        OPEN.add(channel);
        return channel;
    }

    /** Closes all connections of the node. */
    public static void closeAll() {
        OPEN.removeIf(channel -> {
            try {
                channel.close();
            } catch (IOException e) {
                LOG.debug("A connection to another node did not close", e);
            }
            return true;
        });
    }
}
