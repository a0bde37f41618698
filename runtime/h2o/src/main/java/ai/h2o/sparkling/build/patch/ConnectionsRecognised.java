package ai.h2o.sparkling.build.patch;

import org.objectweb.asm.Opcodes;

/** H2O treats channels to nodes in one way and those to files in another, and knows the former by their class, which is ours now. */
public final class ConnectionsRecognised extends EngineBody {
    public ConnectionsRecognised() {
        super(
                "water/network/SocketChannelUtils",
                "isSocketChannel",
                "(Ljava/nio/channels/Channel;)Z",
                0,
                "isConnection",
                "(Ljava/nio/channels/Channel;)Z",
                Opcodes.IRETURN);
    }
}
