package ai.h2o.sparkling.storage;

import ai.h2o.sparkling.engine.api.StorageDescription;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.UnsupportedFileSystemException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The storage of one node: chooses a provider for each scheme by what is there, and holds the file systems that it opened until the node
 * ends. Thread-safe.
 */
public final class Storage implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger("ai.h2o.engine");

    private static final List<String> SHOWN = List.of("hdfs", "s3", "s3a", "gs", "abfss", "wasbs", "dbfs", "viewfs");
    private static final List<String> CARRIED = List.of("s3", "s3a", "s3n", "gs");
    private static final String ID = "ai.h2o.sparkling.storage.id";

    private static final Map<String, Storage> OPEN = new ConcurrentHashMap<>();

    private final String id = UUID.randomUUID().toString();
    private final Configuration configuration;
    private final List<StorageProvider> providers;

    // Guarded by itself.
    private final Map<String, FileSystem> opened = new HashMap<>();

    private Storage(Configuration configuration, List<StorageProvider> providers) {
        this.configuration = configuration;
        this.providers = providers;
    }

    private record Choice(StorageProvider provider, String reason) {}

    /**
     * Opens the storage of a node.
     *
     * @param hadoop what Spark's Hadoop configuration has beyond the defaults
     * @param keys of S3, if the engine itself was given some
     */
    public static Storage open(Map<String, String> hadoop, Supplier<Optional<S3Keys>> keys) {
        var hosted = Storage.class.getClassLoader().getParent();
        var configuration = new Configuration();
        configuration.setClassLoader(new NamedFileSystem(hosted));
        hadoop.forEach(configuration::set);
        likeS3a(configuration, hosted);
        var storage = new Storage(
                configuration, List.of(new HostedFileSystems(hosted), new S3Client(keys), new GcsConnector()));
        for (String scheme : CARRIED) {
            storage.choose(scheme).filter(choice -> choice.provider().closes()).ifPresent(choice -> {
                configuration.set("fs." + scheme + ".impl", StorageFileSystem.class.getName());
                configuration.setBoolean("fs." + scheme + ".impl.disable.cache", true);
            });
        }
        configuration.set(ID, storage.id);
        OPEN.put(storage.id, storage);
        return storage;
    }

    /** Where Hadoop's S3A is, it serves the other names of S3, too, unless the platform has something of its own for them. */
    private static void likeS3a(Configuration configuration, ClassLoader hosted) {
        var providers = new HostedFileSystems(hosted);
        if (providers.serves("s3a", configuration).isPresent()) {
            for (String scheme : List.of("s3", "s3n")) {
                if (providers.serves(scheme, configuration).isEmpty()) {
                    configuration.set("fs." + scheme + ".impl", configuration.get("fs.s3a.impl"));
                }
            }
        }
    }

    static Storage of(Configuration configuration) throws IOException {
        var storage = OPEN.get(configuration.get(ID, ""));
        if (storage == null) {
            throw new IOException("The H2O node that this storage belonged to was stopped");
        }
        return storage;
    }

    /** Hadoop's configuration for everything in the engine that asks Hadoop itself for a file system. */
    public Configuration configuration() {
        return configuration;
    }

    /** Whether to come here with that URI: something serves its scheme, or it is one of which we can say why nothing does. */
    public boolean knows(String uri) {
        return scheme(uri)
                .filter(scheme -> SHOWN.contains(scheme) || choose(scheme).isPresent())
                .isPresent();
    }

    private static Optional<String> scheme(String uri) {
        int colon = uri.indexOf(':');
        return colon <= 1
                ? Optional.empty()
                : Optional.of(uri.substring(0, colon).toLowerCase(Locale.ROOT));
    }

    private Optional<Choice> choose(String scheme) {
        for (StorageProvider provider : providers) {
            // What was put there for the carried ones must not be taken for Spark's.
            boolean own = configuration.get("fs." + scheme + ".impl", "").equals(StorageFileSystem.class.getName());
            var reason = own && !provider.closes() ? Optional.<String>empty() : provider.serves(scheme, configuration);
            if (reason.isPresent()) {
                return Optional.of(new Choice(provider, reason.get()));
            }
        }
        return Optional.empty();
    }

    /** The file system of a path. */
    public FileSystem files(Path path) throws IOException {
        var uri = path.toUri();
        var scheme = scheme(uri.toString())
                .orElseThrow(() ->
                        new UnsupportedFileSystemException("'" + path + "' is no URI with a scheme, such as s3a:"));
        var choice = choose(scheme)
                .orElseThrow(() -> new UnsupportedFileSystemException("No file system for the scheme '" + scheme
                        + "' of " + path
                        + ": this Spark has none. Add its Hadoop connector to Spark, by spark.jars.packages or the"
                        + " cluster's libraries, and start again; hc.storage() shows what there is"));
        return choice.provider().closes()
                ? held(uri, choice.provider())
                : choice.provider().open(uri, configuration);
    }

    private FileSystem held(URI uri, StorageProvider provider) throws IOException {
        String place = uri.getScheme() + "://" + uri.getAuthority();
        synchronized (opened) {
            var files = opened.get(place);
            if (files == null) {
                files = provider.open(uri, configuration);
                opened.put(place, files);
            }
            return files;
        }
    }

    /**
     * Opens a file for writing. It appears under its name when it is closed and complete, and not at all if the writing fails or
     * {@link #writingFailed} is called in this thread.
     */
    public OutputStream create(Path path, boolean overwrite) throws IOException {
        return WholeFile.create(files(path), path, overwrite);
    }

    /** The files that this thread is writing must not appear. Throws what means that a file did not. */
    public void writingFailed(Throwable reason) {
        WholeFile.failAll(reason);
        if (reason instanceof NotWrittenException lost) {
            throw lost;
        }
    }

    /** Who serves which scheme. */
    public List<StorageDescription> describe() {
        var descriptions = new ArrayList<StorageDescription>();
        descriptions.add(new StorageDescription(
                "file", "H2O", "each node reads its own disks; a file must be at the same place on all of them"));
        for (String scheme : SHOWN) {
            var choice = choose(scheme);
            descriptions.add(
                    new StorageDescription(
                            scheme,
                            choice.map(c -> c.provider().name()).orElse(StorageDescription.NONE),
                            choice.map(Choice::reason)
                                    .orElse(
                                            "Spark has no file system for it and none is carried along; add its Hadoop connector to Spark")));
        }
        return descriptions;
    }

    @Override
    public void close() {
        OPEN.remove(id);
        synchronized (opened) {
            opened.forEach((place, files) -> {
                try {
                    files.close();
                } catch (IOException | RuntimeException e) {
                    LOG.warn("The connection to {} did not end cleanly", place, e);
                }
            });
            opened.clear();
        }
    }

    /** Spark's classes, and by its name the one class that leads Hadoop here. */
    private static final class NamedFileSystem extends ClassLoader {
        NamedFileSystem(ClassLoader hosted) {
            super(hosted);
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            if (name.equals(StorageFileSystem.class.getName())) {
                return StorageFileSystem.class;
            }
            throw new ClassNotFoundException(name);
        }
    }
}
