package ai.h2o.sparkling.build.patch;

import org.objectweb.asm.Opcodes;

/**
 * H2O accepts connections in one thread, which waits for ever for what each of them has to say, and spins if one hangs up. The door of the
 * engine side has heard them out before; H2O gets the connection that came of it.
 */
public final class VisitorsExamined extends EngineBody {
    public VisitorsExamined() {
        super(
                "water/network/SocketChannelFactory",
                "serverChannel",
                "(Ljava/nio/channels/ByteChannel;)Ljava/nio/channels/ByteChannel;",
                1,
                "server",
                "(Ljava/nio/channels/ByteChannel;)Ljava/nio/channels/ByteChannel;",
                Opcodes.ARETURN);
    }
}
