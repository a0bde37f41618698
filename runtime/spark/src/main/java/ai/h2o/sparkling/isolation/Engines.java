package ai.h2o.sparkling.isolation;

import ai.h2o.sparkling.engine.api.EngineFailure;
import ai.h2o.sparkling.engine.api.EngineLauncher;
import ai.h2o.sparkling.engine.api.EngineNode;
import ai.h2o.sparkling.engine.api.LoginService;
import ai.h2o.sparkling.engine.api.NodeSettings;
import ai.h2o.sparkling.errors.EngineException;
import java.io.IOException;
import java.nio.file.Path;

/** Starts engines. */
public final class Engines {
    private Engines() {}

    /** Starts one node in a class loader of its own over the unpacked archive. */
    public static EngineNode start(Path archive, NodeSettings settings, NodeSettings.Place place) throws EngineFailure {
        return load(archive, EngineLauncher.IMPLEMENTATION, EngineLauncher.class)
                .start(settings, place);
    }

    /** A login service, not opened yet, in a class loader of its own over the unpacked archive. */
    public static LoginService logins(Path archive) {
        return load(archive, LoginService.IMPLEMENTATION, LoginService.class);
    }

    private static <T> T load(Path archive, String implementation, Class<T> type) {
        try {
            var parent = Engines.class.getClassLoader();
            var loader = new EngineClassLoader(archive, parent, Connectors.of(archive, parent));
            return Class.forName(implementation, true, loader)
                    .asSubclass(type)
                    .getConstructor()
                    .newInstance();
        } catch (ReflectiveOperationException | IOException e) {
            throw new EngineException("The unpacked engine " + archive + " is not usable; delete it and try again", e);
        }
    }
}
