package ai.h2o.sparkling.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.LinkedHashMap;
import java.util.List;
import org.junit.jupiter.api.Test;
import water.webserver.iface.H2OHttpConfig;
import water.webserver.iface.H2OHttpView;
import water.webserver.iface.LoginType;

class GuardedServerTest {
    private static final String HOST = InetAddress.getLoopbackAddress().getHostAddress();

    @Test
    void aServerWhosePortWasTakenLeavesNoThreadAndTheNextOneStarts() throws Exception {
        var before = serverThreads();
        var server = new GuardedServer().createWebServer(view());
        try (var other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> server.start(HOST, other.getLocalPort()))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("Failed to bind");
            assertThat(serverThreads()).isEqualTo(before);
        }
        server.start(HOST, 0);
        assertThat(serverThreads()).hasSizeGreaterThan(before.size());
        server.stop();
        assertThat(serverThreads()).isEqualTo(before);
    }

    private static List<Thread> serverThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("qtp"))
                .toList();
    }

    /** What H2O tells its server, with nothing behind it. */
    private static H2OHttpView view() {
        var config = new H2OHttpConfig();
        config.loginType = LoginType.NONE;
        config.context_path = "";
        return (H2OHttpView) Proxy.newProxyInstance(
                H2OHttpView.class.getClassLoader(),
                new Class<?>[] {H2OHttpView.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "getConfig" -> config;
                    case "getServlets", "getWebsockets" -> new LinkedHashMap<>();
                    case "getAuthExtensions" -> List.of();
                    default -> throw new AssertionError(method);
                });
    }
}
