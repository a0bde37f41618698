package ai.h2o.sparkling.storage;

import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;

/**
 * The file systems that the hosted Spark has, with its configuration and credentials: what a platform brings knows best how to log in there.
 */
final class HostedFileSystems implements StorageProvider {
    private final ClassLoader loader;

    /** Looks where Spark's own classes are. */
    HostedFileSystems(ClassLoader loader) {
        this.loader = loader;
    }

    @Override
    public String name() {
        return "Hadoop of this Spark";
    }

    @Override
    public Optional<String> serves(String scheme, Configuration configuration) {
        return implementation(scheme, configuration)
                .map(type -> "Spark has " + type + " for it, whose settings and credentials are used");
    }

    private Optional<String> implementation(String scheme, Configuration configuration) {
        String named = configuration.getTrimmed("fs." + scheme + ".impl");
        if (named != null) {
            // Hadoop's defaults name classes of jars that a plain Spark does not have.
            return isThere(named) ? Optional.of(named) : Optional.empty();
        }
        try {
            return Optional.of(
                    FileSystem.getFileSystemClass(scheme, configuration).getName());
        } catch (IOException | RuntimeException | LinkageError e) {
            return Optional.empty();
        }
    }

    private boolean isThere(String type) {
        try {
            Class.forName(type, false, loader);
            return true;
        } catch (ClassNotFoundException | LinkageError e) {
            return false;
        }
    }

    @Override
    public FileSystem open(URI uri, Configuration configuration) throws IOException {
        return FileSystem.get(uri, configuration);
    }

    @Override
    public boolean closes() {
        return false;
    }
}
