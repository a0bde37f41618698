package ai.h2o.sparkling.storage;

import ai.h2o.sparkling.storage.s3.S3FileSystem;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;

/** Amazon's client, carried along. It is set by the names of Hadoop's S3A, {@code fs.s3a.…}. */
final class S3Client implements StorageProvider {
    private static final Set<String> SCHEMES = Set.of("s3", "s3a", "s3n");

    private final Supplier<Optional<S3Keys>> keys;

    /** Takes keys that were given to the engine itself, and go before those of the configuration. */
    S3Client(Supplier<Optional<S3Keys>> keys) {
        this.keys = keys;
    }

    @Override
    public String name() {
        return "carried aws-java-sdk-s3";
    }

    @Override
    public Optional<String> serves(String scheme, Configuration configuration) {
        return SCHEMES.contains(scheme)
                ? Optional.of(
                        "Spark has no file system for it; settings and credentials are those of fs.s3a in Spark's Hadoop"
                                + " configuration, else Amazon's default chain (environment, profile, role of the machine)")
                : Optional.empty();
    }

    @Override
    public FileSystem open(URI uri, Configuration configuration) throws IOException {
        var files = new S3FileSystem(keys);
        files.initialize(uri, configuration);
        return files;
    }

    @Override
    public boolean closes() {
        return true;
    }
}
