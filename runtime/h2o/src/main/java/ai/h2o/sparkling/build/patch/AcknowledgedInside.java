package ai.h2o.sparkling.build.patch;

import ai.h2o.sparkling.build.BuildFailure;
import java.util.Map;
import java.util.Set;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * H2O acknowledges a big message by a byte that it writes past its encryption, straight into the socket: anybody on the way could forge it,
 * and TLS 1.3, whose side may speak at any time, takes it for a broken record. The byte goes through the connection, like the message.
 */
public final class AcknowledgedInside extends CallPatch {
    private static final String BUFFER = "water/AutoBuffer";

    private static final Map<String, String> STATIC = Map.of(
            "water/network/SocketChannelUtils.underlyingSocketChannel(Ljava/nio/channels/Channel;)Ljava/nio/channels/SocketChannel;",
            "connection(Ljava/nio/channels/Channel;)Ljava/nio/channels/ByteChannel;",
            "java/net/Socket.getOutputStream()Ljava/io/OutputStream;",
            "output(Ljava/nio/channels/ByteChannel;)Ljava/io/OutputStream;",
            "java/net/Socket.getInputStream()Ljava/io/InputStream;",
            "input(Ljava/nio/channels/ByteChannel;)Ljava/io/InputStream;");

    /** Stands between the two others and has nothing left to do. */
    private static final String SOCKET = "java/nio/channels/SocketChannel.socket()Ljava/net/Socket;";

    @Override
    public boolean appliesTo(String className) {
        return className.equals(BUFFER);
    }

    @Override
    boolean redirect(String inMethod, Call call, MethodVisitor code) {
        String ours = STATIC.get(call.toString());
        if (ours != null) {
            int name = ours.indexOf('(');
            code.visitMethodInsn(
                    Opcodes.INVOKESTATIC,
                    ConnectionsClosed.SOCKETS,
                    ours.substring(0, name),
                    ours.substring(name),
                    false);
        }
        return ours != null || call.toString().equals(SOCKET);
    }

    @Override
    String trace(String className, String method, Call call) {
        return method + " " + call;
    }

    @Override
    public void checkApplied() {
        Set<String> changed = changed();
        boolean all =
                changed.size() == STATIC.size() + 1 && changed.stream().allMatch(trace -> trace.startsWith("close "));
        if (!all) {
            throw new BuildFailure(
                    "The patch AcknowledgedInside found " + changed + " in " + BUFFER
                            + " and not what it was made for; the engine has changed, so read how it acknowledges a message now.");
        }
    }
}
