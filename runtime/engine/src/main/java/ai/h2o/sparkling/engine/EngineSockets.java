package ai.h2o.sparkling.engine;

import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The connections between a node and others: the build sends the calls that open and accept them here. H2O closes only some. */
public final class EngineSockets {
    private static final Logger LOG = LoggerFactory.getLogger("ai.h2o.engine");
    private static final Set<SocketChannel> OPEN = ConcurrentHashMap.newKeySet();

    private EngineSockets() {}

    /** In place of {@code SocketChannel.open}. */
    public static SocketChannel open() throws IOException {
        return known(SocketChannel.open());
    }

    /** In place of {@code server.accept}. */
    public static SocketChannel accept(ServerSocketChannel server) throws IOException {
        return known(server.accept());
    }

    private static SocketChannel known(SocketChannel channel) {
        // H2O closes those with which something went wrong.
        OPEN.removeIf(former -> !former.isOpen());
        OPEN.add(channel);
        return channel;
    }

    /** Closes all connections of the node. */
    static void closeAll() {
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
