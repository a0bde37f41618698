package ai.h2o.sparkling.build.patch;

import org.objectweb.asm.Opcodes;

/**
 * H2O's TLS takes the connecting side for the server and asks the other for nothing: whoever listens at a node's address would be believed.
 * The engine side has both prove that they hold the cloud's key, and gives that a deadline.
 */
public final class NodesProveThemselves extends EngineBody {
    public NodesProveThemselves() {
        super(
                "water/network/SocketChannelFactory",
                "clientChannel",
                "(Ljava/nio/channels/ByteChannel;Ljava/lang/String;I)Ljava/nio/channels/ByteChannel;",
                1,
                "client",
                "(Ljava/nio/channels/ByteChannel;)Ljava/nio/channels/ByteChannel;",
                Opcodes.ARETURN);
    }
}
