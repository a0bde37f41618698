package ai.h2o.sparkling.engine.sockets;

import ai.h2o.sparkling.engine.api.NodeKey;
import java.security.GeneralSecurityException;
import javax.security.auth.x500.X500Principal;
import org.wildfly.security.x500.cert.SelfSignedX509CertificateAndSigningKey;

/** Keys for tests. */
final class Keys {
    private Keys() {}

    static NodeKey make() throws GeneralSecurityException {
        var pair = SelfSignedX509CertificateAndSigningKey.builder()
                .setDn(new X500Principal("CN=cloud"))
                .setKeyAlgorithmName("EC")
                .setKeySize(256)
                .setSignatureAlgorithmName("SHA256withECDSA")
                .build();
        return new NodeKey(
                "EC",
                pair.getSigningKey().getEncoded(),
                pair.getSelfSignedCertificate().getEncoded());
    }
}
