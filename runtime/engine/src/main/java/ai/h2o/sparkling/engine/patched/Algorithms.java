package ai.h2o.sparkling.engine.patched;

import java.util.Locale;
import water.ExtensionManager;

/**
 * H2O's REST interface, and with it its algorithms, which H2O learns of by no other way. To register them loads a thousand classes: half of
 * a node's start. The leader is the only one who is asked by REST, so it alone does that when it starts; another node does it when H2O first
 * trains something there by itself, as it does for each segment of segmented models.
 */
public final class Algorithms {
    private static boolean begun;
    private static String failure;
    private static volatile boolean registered;

    private Algorithms() {}

    /** Registers what was not registered before; others who need it meanwhile wait. Once it has failed, it fails: H2O cannot begin again. */
    public static synchronized void register() {
        if (failure != null) {
            throw new IllegalStateException("H2O's algorithms could not be registered in this node: " + failure);
        }
        if (begun) {
            // Done, or H2O asks for an algorithm while it registers them.
            return;
        }
        begun = true;
        var thread = Thread.currentThread();
        var callers = thread.getContextClassLoader();
        // H2O finds by it what there is to be registered, and any thread may be the first to ask.
        thread.setContextClassLoader(Algorithms.class.getClassLoader());
        try {
            ExtensionManager.getInstance().registerRestApiExtensions();
            registered = true;
        } catch (RuntimeException e) {
            failure = e.toString();
            throw e;
        } finally {
            thread.setContextClassLoader(callers);
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
