package ai.h2o.sparkling.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import org.junit.jupiter.api.Test;

class EngineSocketsTest {
    @Test
    void connectionsThatNobodyClosesEndWithTheNode() throws Exception {
        var kept = EngineSockets.open();
        var closed = EngineSockets.open();
        closed.close();
        try (var server = ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            kept.connect(server.getLocalAddress());
            var accepted = EngineSockets.accept(server);
            assertThat(accepted.isOpen()).isTrue();

            EngineSockets.closeAll();

            assertThat(kept.isOpen()).isFalse();
            assertThat(accepted.isOpen()).isFalse();
            assertThat(server.isOpen()).isTrue();
        }
    }
}
