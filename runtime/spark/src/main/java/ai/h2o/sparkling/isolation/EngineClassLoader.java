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

    // Spark 4 brings jakarta.servlet, Spark 3 relocates its own: the engine's javax.servlet is always its own.
    private static final String OWN_SERVLETS = "javax.servlet.";

    static {
        registerAsParallelCapable();
    }

    public EngineClassLoader(URL archive, ClassLoader parent) {
        super("h2o-engine", new URL[] {archive}, parent);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            if (loaded == null) {
                loaded = parentFirst(name) ? parentThenOwn(name) : ownThenParent(name);
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
