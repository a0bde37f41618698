package ai.h2o.sparkling.storage.s3;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;

/**
 * What Hadoop's configuration says of one bucket, by the names of S3A: {@code fs.s3a.bucket.NAME.x} goes before {@code fs.s3a.x}. Keys may
 * come from Hadoop's credential providers.
 */
final class S3Settings {
    private static final String PREFIX = "fs.s3a.";

    private final Configuration configuration;
    private final String bucket;

    S3Settings(Configuration configuration, String bucket) {
        this.configuration = configuration;
        this.bucket = PREFIX + "bucket." + bucket + ".";
    }

    Optional<String> text(String name) {
        String own = configuration.getTrimmed(bucket + name, "");
        String value = own.isEmpty() ? configuration.getTrimmed(PREFIX + name, "") : own;
        return value.isEmpty() ? Optional.empty() : Optional.of(value);
    }

    List<String> list(String name) {
        String[] own = configuration.getTrimmedStrings(bucket + name);
        return List.of(own.length == 0 ? configuration.getTrimmedStrings(PREFIX + name) : own);
    }

    boolean flag(String name, boolean otherwise) {
        return text(name).map(Boolean::parseBoolean).orElse(otherwise);
    }

    /** Whether somebody has set it, and not Hadoop's own defaults. */
    boolean isSet(String name) {
        if (!configuration.getTrimmed(bucket + name, "").isEmpty()) {
            return true;
        }
        String[] sources = configuration.getPropertySources(PREFIX + name);
        return sources != null && sources.length > 0 && !sources[sources.length - 1].endsWith("-default.xml");
    }

    Optional<String> secret(String name) throws IOException {
        char[] own = configuration.getPassword(bucket + name);
        char[] value = own == null ? configuration.getPassword(PREFIX + name) : own;
        return value == null || value.length == 0 ? Optional.empty() : Optional.of(new String(value).strip());
    }
}
