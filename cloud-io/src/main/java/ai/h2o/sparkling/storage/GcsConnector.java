package ai.h2o.sparkling.storage;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;

/** Google's connector for Hadoop, carried along. It is set by its own names, {@code fs.gs.…}. */
final class GcsConnector implements StorageProvider {
    private static final String PREFIX = "fs.gs.";

    // By name, because the connector comes whole, with classes that only its own users may see.
    private static final String TYPE = "com.google.cloud.hadoop.fs.gcs.GoogleHadoopFileSystem";

    private static final String INSIDE = "com.google.cloud.hadoop.repackaged.gcs.com.google.cloud.hadoop.gcsio.";

    /**
     * Classes that keep a factory of threads for the life of the JVM. It makes threads in the group in which it was made itself: were that a
     * node's, which is destroyed with the node, no later node could use the connector.
     */
    private static final List<String> WITH_THREADS = List.of(
            TYPE + "Base",
            "com.google.cloud.hadoop.fs.gcs.GoogleHadoopSyncableOutputStream",
            INSIDE + "BatchExecutor",
            INSIDE + "BatchHelper",
            INSIDE + "GoogleCloudStorageFileSystem",
            INSIDE + "GoogleCloudStorageImpl",
            INSIDE + "cooplock.CoopLockOperationDao");

    private static final ClassLoader LOADER = GcsConnector.class.getClassLoader();

    @Override
    public String name() {
        return "carried gcs-connector";
    }

    @Override
    public Optional<String> serves(String scheme, Configuration configuration) {
        return scheme.equals("gs")
                ? Optional.of(
                        "Spark has no file system for it; settings and credentials are those of fs.gs in Spark's Hadoop"
                                + " configuration, else the machine's service account")
                : Optional.empty();
    }

    @Override
    public FileSystem open(URI uri, Configuration configuration) throws IOException {
        var opening = new FutureTask<>(() -> initialized(uri, withoutDefaults(configuration)));
        var thread = new Thread(topGroup(), opening, "sparkling-storage-open");
        thread.setDaemon(true);
        thread.setContextClassLoader(LOADER);
        thread.start();
        try {
            return opening.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("Interrupted while connecting to " + uri);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException failure
                    ? failure
                    : new IOException(
                            "The carried connector to Google Cloud Storage failed: " + e.getCause(), e.getCause());
        }
    }

    private static FileSystem initialized(URI uri, Configuration configuration)
            throws ReflectiveOperationException, IOException {
        for (String name : WITH_THREADS) {
            Class.forName(name, true, LOADER);
        }
        var files = Class.forName(TYPE, true, LOADER)
                .asSubclass(FileSystem.class)
                .getConstructor()
                .newInstance();
        files.initialize(uri, configuration);
        return files;
    }

    private static ThreadGroup topGroup() {
        var group = Thread.currentThread().getThreadGroup();
        while (group.getParent() != null) {
            group = group.getParent();
        }
        return group;
    }

    /** Newer releases of Hadoop have defaults for a connector of their own, under the same names and of another kind. */
    private static Configuration withoutDefaults(Configuration configuration) {
        var own = new Configuration(configuration);
        for (var entry : configuration) {
            String name = entry.getKey();
            if (name.startsWith(PREFIX) && isDefault(configuration, name)) {
                own.unset(name);
            }
        }
        return own;
    }

    private static boolean isDefault(Configuration configuration, String name) {
        String[] sources = configuration.getPropertySources(name);
        return sources != null && sources.length > 0 && sources[sources.length - 1].endsWith("-default.xml");
    }

    @Override
    public boolean closes() {
        return true;
    }
}
