package ai.h2o.sparkling.engine;

import java.util.Locale;
import water.ExtensionManager;

/**
 * H2O's REST interface, and with it its algorithms, which H2O learns of by no other way. To register them loads a thousand classes: half of
 * a node's start. The leader is the only one who is asked by REST, so it alone does that when it starts; another node does it when H2O first
 * trains something there by itself, as it does for each segment of segmented models.
 */
public final class Algorithms {
    private static boolean begun;
    private static volatile boolean registered;

    private Algorithms() {}

    /** Registers what was not registered before; others who need it meanwhile wait. */
    static synchronized void register() {
        if (begun) {
            // Done, or H2O asks for an algorithm while it registers them.
            return;
        }
        begun = true;
        try {
            ExtensionManager.getInstance().registerRestApiExtensions();
            registered = true;
        } finally {
            begun = registered;
        }
    }

    /** In place of {@code String.toLowerCase()}, where H2O looks an algorithm up; the build puts it there. */
    public static String named(String name) {
        if (!registered) {
            register();
        }
        return name.toLowerCase(Locale.ROOT);
    }
}
