package ai.h2o.sparkling.storage;

import java.io.IOException;
import java.net.URI;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FilterFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;

/** What Hadoop finds for a scheme that a carried connector serves: the one that the node holds already. Made by Hadoop. */
public final class StorageFileSystem extends FilterFileSystem {
    @Override
    public void initialize(URI name, Configuration conf) throws IOException {
        setConf(conf);
        fs = Storage.of(conf).files(new Path(name));
        super.initialize(name, conf);
    }

    @Override
    public FSDataOutputStream create(
            Path path,
            FsPermission permission,
            boolean overwrite,
            int bufferSize,
            short replication,
            long blockSize,
            Progressable progress)
            throws IOException {
        return new FSDataOutputStream(WholeFile.create(fs, path, overwrite), null);
    }

    /** The node closes what it holds. */
    @Override
    public void close() {
        // Nothing of its own.
    }
}
