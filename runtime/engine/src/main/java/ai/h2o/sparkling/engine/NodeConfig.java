package ai.h2o.sparkling.engine;

import ai.h2o.sparkling.engine.patched.EngineExit;
import java.net.InetAddress;
import water.init.AbstractEmbeddedH2OConfig;

/** Tells H2O that it is a guest: which nodes to expect at first (itself), and that it must not end the JVM. */
final class NodeConfig extends AbstractEmbeddedH2OConfig {
    private volatile String self = "";

    @Override
    public void notifyAboutEmbeddedWebServerIpPort(InetAddress ip, int port) {
        self = ip.getHostAddress() + ":" + port;
    }

    @Override
    public boolean providesFlatfile() {
        return true;
    }

    @Override
    public String fetchFlatfile() {
        return self;
    }

    @Override
    public void notifyAboutCloudSize(InetAddress ip, int port, InetAddress leaderIp, int leaderPort, int size) {
        // The driver asks; it is not told.
    }

    /** Never returns: H2O would call {@code System.exit}. */
    @Override
    public void exit(int status) {
        EngineExit.exit(status);
    }

    @Override
    public void print() {
        // Nothing to say that the log does not hold.
    }
}
