package ai.h2o.sparkling.engine.sockets;

import ai.h2o.sparkling.engine.patched.EngineWaits;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ByteChannel;
import java.nio.channels.Channels;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The door between a node and those who connect to it. H2O accepts connections in one thread, waits in it for what each of them sends,
 * for ever, and opens its port anew after any error: a stranger who says nothing would stop the cloud. Here everybody is looked at in a
 * thread of their own, with a deadline, and H2O meets only those that have proved to be nodes and have named their kind of connection.
 */
final class NodeDoor {
    private static final Logger LOG = LoggerFactory.getLogger("ai.h2o.engine");

    /** Real nodes take milliseconds to introduce themselves; so when it gets crowded, those who have stood there longest go. */
    private static final int MOST_VISITORS = 64;

    private static final Duration LOOK_AROUND = Duration.ofSeconds(1);
    private static final Duration RECOVER = Duration.ofMillis(100);

    // What each connection of H2O's begins with: kind (1 byte), time (2), port (2), a mark.
    private static final int HEAD = 6;
    private static final int SMALL_MESSAGES = 1;
    private static final int BIG_MESSAGES = 2;
    private static final byte MARK = (byte) 0xef;

    private final ServerSocketChannel server;
    private final Introduction introduction;
    private final Duration deadline;
    private final BlockingQueue<SocketChannel> admitted = new LinkedBlockingQueue<>();
    private final Map<SocketChannel, NodeConnection> connections = new ConcurrentHashMap<>();

    // When they came, the earliest first. Guarded by itself.
    private final Map<SocketChannel, Long> visitors = new LinkedHashMap<>();

    private volatile boolean closed;

    /** What makes a connection one that can be believed. */
    @FunctionalInterface
    interface Introduction {
        ByteChannel secure(SocketChannel visitor) throws IOException;
    }

    /**
     * @param introduction asked once for each visitor
     * @param deadline by which a visitor must have shown who it is
     */
    NodeDoor(ServerSocketChannel server, Introduction introduction, Duration deadline) {
        this.server = server;
        this.introduction = introduction;
        this.deadline = deadline;
    }

    /** Begins to accept connections. Threads of the door belong to the group of the calling thread. */
    NodeDoor open() {
        start("node-door", this::receive);
        return this;
    }

    ServerSocketChannel server() {
        return server;
    }

    /**
     * Waits for the next one who may come in.
     *
     * @throws AsynchronousCloseException if the port was closed
     */
    SocketChannel next() throws IOException {
        while (true) {
            if (closed) {
                throw new AsynchronousCloseException();
            }
            turnAwayLate();
            try {
                var next = admitted.poll(LOOK_AROUND.toMillis(), TimeUnit.MILLISECONDS);
                if (next != null) {
                    return next;
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new ClosedByInterruptException();
            }
        }
    }

    /** The connection of one that {@link #next} has returned; each is given out once. */
    NodeConnection connection(SocketChannel channel) throws IOException {
        var connection = connections.remove(channel);
        if (connection == null) {
            throw new IOException("The connection did not come through the node's door");
        }
        return connection;
    }

    private void receive() {
        while (!closed) {
            try {
                examine(EngineSockets.known(server.accept()));
            } catch (ClosedChannelException e) {
                closed = true;
            } catch (IOException | OutOfMemoryError e) {
                // Out of files or threads, which passes. To open the port anew would not help, and somebody else could
                // take it.
                LOG.warn("The port for other nodes cannot take a connection at the moment: {}", e.toString());
                pause();
            }
        }
    }

    private void examine(SocketChannel visitor) {
        synchronized (visitors) {
            visitors.put(visitor, System.nanoTime());
            if (visitors.size() > MOST_VISITORS) {
                var longest = visitors.keySet().iterator().next();
                visitors.remove(longest);
                close(longest);
            }
        }
        try {
            start("node-door-visitor", () -> introduce(visitor));
        } catch (OutOfMemoryError e) {
            forget(visitor);
            close(visitor);
            throw e;
        }
    }

    private void introduce(SocketChannel visitor) {
        try {
            visitor.socket().setTcpNoDelay(true);
            visitor.socket().setSoTimeout((int) deadline.toMillis());
            var channel = introduction.secure(visitor);
            connections.put(visitor, new NodeConnection(channel, head(visitor, channel)));
            visitor.socket().setSoTimeout(0);
            if (forget(visitor)) {
                admitted.add(visitor);
                return;
            }
        } catch (IOException | RuntimeException e) {
            LOG.debug("Somebody at the port for other nodes was turned away: {}", e.toString());
        }
        forget(visitor);
        connections.remove(visitor);
        close(visitor);
    }

    private static ByteBuffer head(SocketChannel visitor, ByteChannel channel) throws IOException {
        // Of a channel alone Java's streams know no time-out; that of its socket they do.
        var stream =
                channel instanceof SocketChannel ? visitor.socket().getInputStream() : Channels.newInputStream(channel);
        var head = stream.readNBytes(HEAD);
        if (head.length < HEAD) {
            throw new EOFException("it hung up");
        }
        if ((head[0] != SMALL_MESSAGES && head[0] != BIG_MESSAGES) || head[HEAD - 1] != MARK) {
            throw new IOException("it does not speak as a node does");
        }
        return ByteBuffer.wrap(head);
    }

    /** Whether the visitor was still waiting. */
    private boolean forget(SocketChannel visitor) {
        synchronized (visitors) {
            return visitors.remove(visitor) != null;
        }
    }

    /** Ends also what a time-out of single reads would not: a visitor who sends a byte now and then. */
    private void turnAwayLate() {
        List<SocketChannel> late = new ArrayList<>();
        long now = System.nanoTime();
        synchronized (visitors) {
            visitors.forEach((visitor, since) -> {
                if (now - since > deadline.toNanos()) {
                    late.add(visitor);
                }
            });
            late.forEach(visitors::remove);
        }
        late.forEach(NodeDoor::close);
    }

    private static void close(SocketChannel visitor) {
        try {
            visitor.close();
        } catch (IOException e) {
            LOG.debug("A connection that was turned away did not close", e);
        }
    }

    private static void start(String name, Runnable work) {
        var thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    private static void pause() {
        try {
            EngineWaits.sleep(RECOVER.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
