package ai.h2o.sparkling.isolation;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * The class loaders of the connectors to storage: one for each archive and JVM, however many engines come and go. What Hadoop or a client
 * keeps in statics would hold a dead engine, were they loaded with it.
 */
final class Connectors {
    // All access under the lock of the map.
    private static final Map<Path, ClassLoader> LOADERS = new HashMap<>();

    private Connectors() {}

    static ClassLoader of(Path archive, ClassLoader parent) throws IOException {
        synchronized (LOADERS) {
            var loader = LOADERS.get(archive);
            if (loader == null) {
                loader = new EngineClassLoader(archive, parent);
                LOADERS.put(archive, loader);
            }
            return loader;
        }
    }
}
