package ai.h2o.sparkling.isolation;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;

/**
 * Loads one generation of the engine. Asks its own archive first, except for what both worlds must share: the JDK,
 * Scala, Spark, Hadoop, logging, and the wall itself. H2O keeps its state in statics, so a new loader is a new engine.
 */
public final class EngineClassLoader extends URLClassLoader {
    private static final String SERVICES = "META-INF/services/";

    private static final List<String> PARENT_FIRST = List.of(
            "java.",
            "javax.",
            "jdk.",
            "sun.",
            "scala.",
            "org.apache.spark.",
            "org.apache.hadoop.",
            "org.apache.log4j.",
            "org.apache.logging.",
            "org.apache.commons.logging.",
            "org.slf4j.",
            "ai.h2o.sparkling.engine.api.");

    /** What reads and writes storage: one of it for all generations, since Hadoop keeps file systems for the life of the JVM. */
    private static final String STORAGE = "ai.h2o.sparkling.storage.";

    // Spark 4 brings jakarta.servlet, Spark 3 relocates its own: the engine's javax.servlet is always its own.
    private static final String OWN_SERVLETS = "javax.servlet.";

    static {
        registerAsParallelCapable();
    }

    private final ClassLoader connectors;

    /**
     * A loader over the unpacked archive.
     *
     * @param connectors what it takes the classes of storage from
     */
    public EngineClassLoader(URL archive, ClassLoader parent, ClassLoader connectors) {
        super("h2o-engine", new URL[] {archive}, parent);
        this.connectors = connectors;
    }

    /** The loader of storage itself, over the same archive by the same rules. */
    EngineClassLoader(URL archive, ClassLoader parent) {
        super("h2o-connectors", new URL[] {archive}, parent);
        connectors = this;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            if (loaded == null) {
                if (connectors != this && name.startsWith(STORAGE)) {
                    loaded = connectors.loadClass(name);
                } else {
                    loaded = parentFirst(name) ? parentThenOwn(name) : ownThenParent(name);
                }
            }
            if (resolve) {
                resolveClass(loaded);
            }
            return loaded;
        }
    }

    private Class<?> parentThenOwn(String name) throws ClassNotFoundException {
        try {
            return getParent().loadClass(name);
        } catch (ClassNotFoundException e) {
            // Parts of javax that left the JDK (activation, JAXB) come with the engine.
            return findClass(name);
        }
    }

    private Class<?> ownThenParent(String name) throws ClassNotFoundException {
        try {
            return findClass(name);
        } catch (ClassNotFoundException e) {
            return getParent().loadClass(name);
        }
    }

    private static boolean parentFirst(String name) {
        if (name.startsWith(OWN_SERVLETS)) {
            return false;
        }
        for (String prefix : PARENT_FIRST) {
            if (name.startsWith(prefix)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public URL getResource(String name) {
        URL own = fromParent(name) ? null : findResource(name);
        return own != null ? own : getParent().getResource(name);
    }

    /**
     * Services of shared interfaces are the parent's, all others the engine's own: were both listed, each provider would
     * come twice, once as a class that does not implement the caller's interface.
     */
    @Override
    public Enumeration<URL> getResources(String name) throws IOException {
        if (name.startsWith(SERVICES)) {
            return fromParent(name) ? getParent().getResources(name) : findResources(name);
        }
        var own = Collections.list(findResources(name));
        own.addAll(Collections.list(getParent().getResources(name)));
        return Collections.enumeration(own);
    }

    private static boolean fromParent(String resource) {
        return resource.startsWith(SERVICES) && parentFirst(resource.substring(SERVICES.length()));
    }
}
