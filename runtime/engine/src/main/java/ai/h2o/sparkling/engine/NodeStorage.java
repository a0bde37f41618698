package ai.h2o.sparkling.engine;

import ai.h2o.sparkling.engine.api.StorageDescription;
import java.util.List;
import java.util.Map;

/** What reads and writes cloud storage for this node. Static because H2O finds it so. */
public final class NodeStorage {
    private static volatile Map<String, String> hadoop = Map.of();
    private static volatile Access current;

    private NodeStorage() {}

    /** What cloud-io opens when H2O asks for its first file system. */
    public interface Access extends AutoCloseable {
        List<StorageDescription> describe();

        /** The files that this thread is writing must not appear. Throws what means that a file did not, which H2O would only log. */
        void writingFailed(Throwable reason);

        /** Ends connections and threads. */
        @Override
        void close();
    }

    /** Called before H2O starts. */
    static void configure(Map<String, String> properties) {
        hadoop = properties;
    }

    /** Hadoop's properties, as Spark has them. */
    public static Map<String, String> hadoop() {
        return hadoop;
    }

    /** The storage that the node uses from now on. */
    public static void use(Access storage) {
        current = storage;
    }

    /** Called where H2O's exporting methods catch something, before they close a file as if it were complete. */
    public static void writingFailed(Throwable reason) {
        var storage = current;
        if (storage != null) {
            storage.writingFailed(reason);
        }
    }

    static List<StorageDescription> describe() {
        var storage = current;
        return storage == null ? List.of() : storage.describe();
    }

    static void close() {
        var storage = current;
        current = null;
        if (storage != null) {
            storage.close();
        }
    }
}
