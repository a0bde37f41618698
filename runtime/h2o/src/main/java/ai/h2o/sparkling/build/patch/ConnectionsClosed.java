package ai.h2o.sparkling.build.patch;

import java.util.Map;
import java.util.Set;

/**
 * H2O keeps idle connections to other nodes and never closes them, nor those that the other side has closed. The engine side knows all that
 * it opens and accepts, and closes them with the node.
 */
public final class ConnectionsClosed extends StaticCalls {
    static final String SOCKETS = "ai/h2o/sparkling/engine/sockets/EngineSockets";

    public ConnectionsClosed() {
        super(
                SOCKETS,
                Map.of(
                        "java/nio/channels/SocketChannel.open()Ljava/nio/channels/SocketChannel;",
                        new Place("open", "()Ljava/nio/channels/SocketChannel;"),
                        "java/nio/channels/ServerSocketChannel.accept()Ljava/nio/channels/SocketChannel;",
                        new Place(
                                "accept",
                                "(Ljava/nio/channels/ServerSocketChannel;)Ljava/nio/channels/SocketChannel;")),
                Set.of("water/H2ONode", "water/TCPReceiverThread"));
    }
}
