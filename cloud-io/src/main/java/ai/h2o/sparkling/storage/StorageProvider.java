package ai.h2o.sparkling.storage;

import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;

/** One way to reach storage. */
interface StorageProvider {
    /** The name that people see. */
    String name();

    /** Why it can serve the scheme, or empty if it cannot. */
    Optional<String> serves(String scheme, Configuration configuration);

    /** The file system of a URI whose scheme it serves. */
    FileSystem open(URI uri, Configuration configuration) throws IOException;

    /** Whether the file systems belong to the one who opened them, who closes them. */
    boolean closes();
}
