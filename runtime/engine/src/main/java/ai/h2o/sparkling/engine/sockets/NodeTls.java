package ai.h2o.sparkling.engine.sockets;

import ai.h2o.sparkling.engine.api.NodeKey;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.channels.SocketChannel;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.UUID;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/**
 * TLS between the nodes of one cloud. Both sides show the cloud's one certificate, prove that they have its key, and trust nothing else:
 * neither names nor authorities nor dates count.
 *
 * <p>The key never touches a disk. H2O would read it from a file, take the connecting side for the server, authenticate that side alone,
 * and wait for ever for the other.
 */
final class NodeTls {
    private static final String[] PROTOCOLS = {"TLSv1.3"};

    // Both are hardware's work on every processor that Spark runs on; the first is the faster one.
    private static final String[] SUITES = {"TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384"};

    private final SSLContext context;

    NodeTls(NodeKey key) throws IOException {
        try {
            context = context(key);
        } catch (GeneralSecurityException e) {
            throw new IOException(
                    "This Java cannot use the cloud's key for TLS 1.3 between nodes: " + e.getMessage(), e);
        }
    }

    private static SSLContext context(NodeKey key) throws GeneralSecurityException, IOException {
        var certificate = CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(key.certificate()));
        var secret = KeyFactory.getInstance(key.algorithm()).generatePrivate(new PKCS8EncodedKeySpec(key.privateKey()));
        // Protects a store that is never written; Java asks for one.
        char[] password = UUID.randomUUID().toString().toCharArray();

        // Of this kind because it stays in memory: PKCS #12 spends a fifth of a second on protecting the key against
        // who finds the file.
        var own = KeyStore.getInstance("JKS");
        own.load(null, null);
        own.setKeyEntry("node", secret, password, new Certificate[] {certificate});
        var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(own, password);

        var trusted = KeyStore.getInstance("JKS");
        trusted.load(null, null);
        trusted.setCertificateEntry("node", certificate);
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);

        var context = SSLContext.getInstance(PROTOCOLS[0]);
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }

    /** For a connection that this node has opened. The time-out of its socket counts. */
    TlsChannel client(SocketChannel channel) throws IOException {
        return shakeHands(channel, true);
    }

    /** For a connection that another node has opened. The time-out of its socket counts. */
    TlsChannel server(SocketChannel channel) throws IOException {
        return shakeHands(channel, false);
    }

    private TlsChannel shakeHands(SocketChannel channel, boolean client) throws IOException {
        Socket socket = channel.socket();
        var tls = (SSLSocket) context.getSocketFactory()
                .createSocket(socket, socket.getInetAddress().getHostAddress(), socket.getPort(), true);
        tls.setUseClientMode(client);
        tls.setEnabledProtocols(PROTOCOLS);
        tls.setEnabledCipherSuites(SUITES);
        tls.setNeedClientAuth(!client);
        tls.startHandshake();
        return new TlsChannel(channel, tls.getInputStream(), tls.getOutputStream());
    }
}
