package ai.h2o.sparkling.isolation;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.security.CodeSource;
import java.security.cert.Certificate;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.zip.ZipFile;

/**
 * Loads one generation of the engine. Asks its own archive first, except for what both worlds must share: the JDK,
 * Scala, Spark, Hadoop, logging, and the wall itself. H2O keeps its state in statics, so a new loader is a new engine.
 *
 * <p>A node loads two thousand classes when it starts. They are read from the archive as they are: {@link URLClassLoader} makes an address
 * of each, and asks for manifest and signers. It answers for resources, which are asked for by address.
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

    // H2O looks for classes that need not be there. Another H2O on Spark's class path must not answer, and each miss
    // there is a look into three hundred jars.
    private static final List<String> OWN_ALONE = List.of("water.", "hex.");

    static {
        registerAsParallelCapable();
    }

    private final ClassLoader connectors;
    private final ZipFile archive;
    private final CodeSource origin;

    /**
     * A loader over the unpacked archive.
     *
     * @param connectors what it takes the classes of storage from
     */
    public EngineClassLoader(Path archive, ClassLoader parent, ClassLoader connectors) throws IOException {
        this("h2o-engine", archive, parent, connectors);
    }

    /** The loader of storage itself, over the same archive by the same rules. */
    EngineClassLoader(Path archive, ClassLoader parent) throws IOException {
        this("h2o-connectors", archive, parent, null);
    }

    private EngineClassLoader(String name, Path archive, ClassLoader parent, ClassLoader connectors)
            throws IOException {
        super(name, new URL[] {archive.toUri().toURL()}, parent);
        this.connectors = connectors == null ? this : connectors;
        this.archive = new ZipFile(archive.toFile());
        this.origin = new CodeSource(getURLs()[0], (Certificate[]) null);
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
        var own = ownClass(name);
        if (own != null) {
            return own;
        }
        if (ownAlone(name)) {
            throw new ClassNotFoundException(name);
        }
        return getParent().loadClass(name);
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        var own = ownClass(name);
        if (own == null) {
            throw new ClassNotFoundException(name);
        }
        return own;
    }

    /** The class of the archive, or null; a miss is nothing unusual, so it makes no exception. */
    private Class<?> ownClass(String name) throws ClassNotFoundException {
        byte[] bytes;
        try (var in = open(name.replace('.', '/').concat(".class"))) {
            if (in == null) {
                return null;
            }
            bytes = in.readAllBytes();
        } catch (IOException e) {
            throw new ClassNotFoundException(name, e);
        }
        return defineClass(name, bytes, 0, bytes.length, origin);
    }

    private InputStream open(String path) throws IOException {
        var entry = archive.getEntry(path);
        return entry == null ? null : archive.getInputStream(entry);
    }

    private static boolean ownAlone(String name) {
        return OWN_ALONE.stream().anyMatch(name::startsWith);
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
        return own != null || ownAlone(name.replace('/', '.'))
                ? own
                : getParent().getResource(name);
    }

    @Override
    public InputStream getResourceAsStream(String name) {
        try {
            var own = fromParent(name) ? null : open(name);
            return own != null || ownAlone(name.replace('/', '.'))
                    ? own
                    : getParent().getResourceAsStream(name);
        } catch (IOException e) {
            // What a class loader says of what it cannot read.
            return null;
        }
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
        if (ownAlone(name.replace('/', '.'))) {
            return findResources(name);
        }
        var own = Collections.list(findResources(name));
        own.addAll(Collections.list(getParent().getResources(name)));
        return Collections.enumeration(own);
    }

    private static boolean fromParent(String resource) {
        return resource.startsWith(SERVICES) && parentFirst(resource.substring(SERVICES.length()));
    }

    @Override
    public void close() throws IOException {
        try (archive) {
            super.close();
        }
    }
}
