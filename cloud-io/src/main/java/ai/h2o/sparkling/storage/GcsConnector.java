package ai.h2o.sparkling.storage;

import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;

/** Google's connector for Hadoop, carried along. It is set by its own names, {@code fs.gs.…}. */
final class GcsConnector implements StorageProvider {
    private static final String PREFIX = "fs.gs.";

    // By name, because the connector comes whole, with classes that only its own users may see.
    private static final String TYPE = "com.google.cloud.hadoop.fs.gcs.GoogleHadoopFileSystem";

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
        try {
            var files = Class.forName(TYPE, true, GcsConnector.class.getClassLoader())
                    .asSubclass(FileSystem.class)
                    .getConstructor()
                    .newInstance();
            files.initialize(uri, withoutDefaults(configuration));
            return files;
        } catch (ReflectiveOperationException e) {
            throw new IOException("The carried connector to Google Cloud Storage cannot be loaded", e);
        }
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
