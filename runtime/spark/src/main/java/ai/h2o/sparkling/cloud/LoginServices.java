package ai.h2o.sparkling.cloud;

import ai.h2o.sparkling.engine.api.EngineFailure;
import ai.h2o.sparkling.engine.api.LoginService;
import ai.h2o.sparkling.errors.GatewayException;
import ai.h2o.sparkling.isolation.Engines;
import ai.h2o.sparkling.nodes.NodeHost;
import ai.h2o.sparkling.settings.LoginSettings;
import java.nio.file.Path;
import java.util.Optional;

/** Opens the login service that the settings name. It needs the engine's libraries and no node. */
public final class LoginServices {
    private LoginServices() {}

    /**
     * Reads the service's configuration; asks nobody yet.
     *
     * @param engineDir {@code spark.ext.h2o.engine.dir}
     * @throws GatewayException if the configuration is not as it must be
     */
    public static LoginService open(LoginSettings settings, Optional<String> engineDir) {
        var service = Engines.logins(NodeHost.engine(engineDir));
        var file = Path.of(settings.configuration());
        try {
            if (settings.kind().entry().isPresent()) {
                service.openModules(settings.kind().entry().get(), file);
            } else {
                service.openHashes(file);
            }
        } catch (EngineFailure e) {
            throw new GatewayException(
                    "Nobody could log in by " + settings.kind().setting() + ": " + e.getMessage(), e);
        }
        return service;
    }
}
