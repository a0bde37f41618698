package ai.h2o.sparkling.storage.s3;

import ai.h2o.sparkling.storage.S3Keys;
import com.amazonaws.SdkBaseException;
import com.amazonaws.services.s3.AmazonS3;
import com.amazonaws.services.s3.model.DeleteObjectsRequest;
import com.amazonaws.services.s3.model.DeleteObjectsRequest.KeyVersion;
import com.amazonaws.services.s3.model.ListObjectsV2Request;
import com.amazonaws.services.s3.model.ListObjectsV2Result;
import java.io.Closeable;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.CommonPathCapabilities;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.PathIOException;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;

/**
 * A bucket as Hadoop sees one. Folders are what the names of objects say: they are not made, and go with their last object. Opening does not
 * look whether the object is there; the first read does, which saves every reader a request.
 */
public final class S3FileSystem extends FileSystem {
    private static final long BLOCK = 32L << 20;
    private static final int DELETED_AT_ONCE = 1_000;

    private final Supplier<Optional<S3Keys>> keys;

    private URI uri;
    private String bucket;
    private AmazonS3 client;
    private List<Closeable> resources = List.of();
    private Path workingDirectory;

    /** Takes keys that go before those of the configuration. */
    public S3FileSystem(Supplier<Optional<S3Keys>> keys) {
        this.keys = keys;
    }

    @Override
    public void initialize(URI name, Configuration conf) throws IOException {
        if (name.getAuthority() == null) {
            throw new PathIOException(
                    name.toString(), "a URI of S3 names a bucket: " + name.getScheme() + "://bucket/key");
        }
        setConf(conf);
        super.initialize(name, conf);
        bucket = name.getAuthority();
        uri = URI.create(name.getScheme() + "://" + bucket);
        workingDirectory = new Path(uri.toString() + "/");
        var settings = new S3Settings(conf, bucket);
        var credentials = S3Credentials.of(settings, keys);
        resources = credentials.resources();
        client = S3Clients.create(settings, credentials);
    }

    @Override
    public String getScheme() {
        return uri.getScheme();
    }

    @Override
    public URI getUri() {
        return uri;
    }

    private String key(Path path) {
        String name = makeQualified(path).toUri().getPath();
        return name.startsWith("/") ? name.substring(1) : name;
    }

    private static String folder(String key) {
        return key.isEmpty() ? "" : key + "/";
    }

    private Path path(String key) {
        return new Path(uri.getScheme(), bucket, "/" + key);
    }

    @Override
    public FSDataInputStream open(Path path, int bufferSize) {
        return new FSDataInputStream(new S3InputStream(new S3Object(client, bucket, key(path), path)));
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
        if (!overwrite && exists(path)) {
            throw new FileAlreadyExistsException("There is an object '" + path + "' already");
        }
        return new FSDataOutputStream(new S3Upload(client, bucket, key(path), path), statistics);
    }

    @Override
    public FSDataOutputStream append(Path path, int bufferSize, Progressable progress) {
        throw new UnsupportedOperationException("Objects of S3 cannot be appended to: " + path);
    }

    @Override
    public FileStatus getFileStatus(Path path) throws IOException {
        String key = key(path);
        try {
            if (!key.isEmpty()) {
                var object = object(key);
                if (object.isPresent()) {
                    return object.get();
                }
            }
            var below = client.listObjectsV2(request(folder(key)).withMaxKeys(1));
            if (below.getKeyCount() > 0 || key.isEmpty()) {
                return directory(key);
            }
        } catch (SdkBaseException e) {
            throw S3Errors.translate("look at", path, e);
        }
        throw new FileNotFoundException("There is no '" + path + "'");
    }

    private Optional<FileStatus> object(String key) {
        try {
            var metadata = client.getObjectMetadata(bucket, key);
            return Optional.of(file(
                    key,
                    metadata.getContentLength(),
                    metadata.getLastModified().toInstant().toEpochMilli()));
        } catch (SdkBaseException e) {
            if (S3Errors.isMissing(e)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private FileStatus file(String key, long length, long modified) {
        return new FileStatus(length, false, 1, BLOCK, modified, path(key));
    }

    private FileStatus directory(String key) {
        return new FileStatus(0, true, 1, BLOCK, 0, path(key));
    }

    private ListObjectsV2Request request(String prefix) {
        return new ListObjectsV2Request().withBucketName(bucket).withPrefix(prefix);
    }

    private void pages(ListObjectsV2Request request, Consumer<ListObjectsV2Result> consumer) {
        ListObjectsV2Result page;
        do {
            page = client.listObjectsV2(request);
            consumer.accept(page);
            request.setContinuationToken(page.getNextContinuationToken());
        } while (page.isTruncated());
    }

    @Override
    public FileStatus[] listStatus(Path path) throws IOException {
        String key = key(path);
        var found = new ArrayList<FileStatus>();
        try {
            var prefix = folder(key);
            pages(request(prefix).withDelimiter("/"), page -> {
                for (var object : page.getObjectSummaries()) {
                    // Other programs mark a folder by an empty object of its name.
                    if (!object.getKey().equals(prefix)) {
                        found.add(file(
                                object.getKey(),
                                object.getSize(),
                                object.getLastModified().toInstant().toEpochMilli()));
                    }
                }
                for (String folder : page.getCommonPrefixes()) {
                    found.add(directory(folder.substring(0, folder.length() - 1)));
                }
            });
            if (found.isEmpty() && !key.isEmpty()) {
                var status = getFileStatus(path);
                return status.isDirectory() ? new FileStatus[0] : new FileStatus[] {status};
            }
        } catch (SdkBaseException e) {
            throw S3Errors.translate("list", path, e);
        }
        return found.toArray(FileStatus[]::new);
    }

    private List<String> keysBelow(String folder) {
        var found = new ArrayList<String>();
        pages(request(folder), page -> page.getObjectSummaries().forEach(object -> found.add(object.getKey())));
        return found;
    }

    /** Copies and deletes, object by object: S3 knows no renaming. */
    @Override
    public boolean rename(Path from, Path to) throws IOException {
        var source = getFileStatus(from);
        String sourceKey = key(from);
        String targetKey = key(to);
        try {
            if (source.isFile()) {
                client.copyObject(bucket, sourceKey, bucket, targetKey);
                client.deleteObject(bucket, sourceKey);
            } else {
                for (String key : keysBelow(folder(sourceKey))) {
                    client.copyObject(bucket, key, bucket, targetKey + key.substring(sourceKey.length()));
                }
                delete(from, true);
            }
            return true;
        } catch (SdkBaseException e) {
            throw S3Errors.translate("rename", from, e);
        }
    }

    @Override
    public boolean delete(Path path, boolean recursive) throws IOException {
        String key = key(path);
        try {
            if (!key.isEmpty() && object(key).isPresent()) {
                client.deleteObject(bucket, key);
                return true;
            }
            var below = keysBelow(folder(key));
            if (!recursive && !below.isEmpty()) {
                throw new PathIOException(path.toString(), "it is a folder and not empty");
            }
            for (int from = 0; from < below.size(); from += DELETED_AT_ONCE) {
                var some = below.subList(from, Math.min(from + DELETED_AT_ONCE, below.size()));
                client.deleteObjects(new DeleteObjectsRequest(bucket)
                        .withQuiet(true)
                        .withKeys(some.stream().map(KeyVersion::new).toList()));
            }
            return !below.isEmpty();
        } catch (SdkBaseException e) {
            throw S3Errors.translate("delete", path, e);
        }
    }

    /** There is nothing to make. */
    @Override
    public boolean mkdirs(Path path, FsPermission permission) {
        return true;
    }

    @Override
    public void setWorkingDirectory(Path path) {
        workingDirectory = makeQualified(path);
    }

    @Override
    public Path getWorkingDirectory() {
        return workingDirectory;
    }

    @Override
    public boolean hasPathCapability(Path path, String capability) throws IOException {
        return capability.equals(CommonPathCapabilities.ABORTABLE_STREAM) || super.hasPathCapability(path, capability);
    }

    @Override
    public void close() throws IOException {
        super.close();
        if (client != null) {
            client.shutdown();
        }
        for (Closeable resource : resources) {
            resource.close();
        }
    }
}
