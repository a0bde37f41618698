package ai.h2o.sparkling.engine.sockets;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import org.junit.jupiter.api.Test;

class EngineSocketsTest {
    @Test
    void connectionsThatNobodyClosesEndWithTheNode() throws Exception {
        var kept = EngineSockets.open();
        var closed = EngineSockets.open();
        closed.close();
        try (var server = ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            kept.connect(server.getLocalAddress());
            kept.write(ByteBuffer.wrap(new byte[] {1, 5, 0, 3, 0, (byte) 0xef}));
            var accepted = EngineSockets.accept(server);
            assertThat(accepted.isOpen()).isTrue();

            EngineSockets.closeAll();

            assertThat(kept.isOpen()).isFalse();
            assertThat(accepted.isOpen()).isFalse();
            assertThat(server.isOpen()).isTrue();
        }
    }

    @Test
    void withoutAKeyNodesTalkInTheClearAndStrangersAreTurnedAwayAllTheSame() throws Exception {
        try (var server = ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
                var silent = SocketChannel.open(server.getLocalAddress());
                var raw = SocketChannel.open(server.getLocalAddress())) {
            comeAndGo(server);
            var node = EngineSockets.client(raw);
            node.write(ByteBuffer.wrap(new byte[] {1, 5, 0, 3, 0, (byte) 0xef, 42}));

            var accepted = EngineSockets.server(EngineSockets.accept(server));

            assertThat(EngineSockets.isConnection(accepted)).isTrue();
            var read = EngineSockets.input(EngineSockets.connection(accepted)).readNBytes(7);
            assertThat(read).containsExactly(1, 5, 0, 3, 0, 0xef, 42);
            EngineSockets.output(EngineSockets.connection(accepted)).write(0xcd);
            assertThat(EngineSockets.input(node).read()).isEqualTo(0xcd);
            assertThat(silent.isOpen()).isTrue();
            EngineSockets.closeAll();
        }
    }

    private static void comeAndGo(ServerSocketChannel server) throws IOException {
        SocketChannel.open(server.getLocalAddress()).close();
    }
}
