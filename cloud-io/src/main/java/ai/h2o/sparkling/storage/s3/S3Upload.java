package ai.h2o.sparkling.storage.s3;

import com.amazonaws.SdkBaseException;
import com.amazonaws.services.s3.AmazonS3;
import com.amazonaws.services.s3.model.AbortMultipartUploadRequest;
import com.amazonaws.services.s3.model.CompleteMultipartUploadRequest;
import com.amazonaws.services.s3.model.InitiateMultipartUploadRequest;
import com.amazonaws.services.s3.model.ObjectMetadata;
import com.amazonaws.services.s3.model.PartETag;
import com.amazonaws.services.s3.model.PutObjectRequest;
import com.amazonaws.services.s3.model.UploadPartRequest;
import com.amazonaws.util.Base64;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.fs.Abortable;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.StreamCapabilities;

/**
 * Writes an object: in one request if it is small, else in parts. The server checks the digest of each. The object is there when the stream
 * was closed, and not at all if it was aborted or something failed.
 */
final class S3Upload extends OutputStream implements Abortable, StreamCapabilities {
    private static final int FIRST_PARTS = 8 << 20;
    private static final int LARGEST_PARTS = 512 << 20;
    /** S3 takes 10,000 parts; they grow, so that 5 TB fit and small files do not wait for large parts. */
    private static final int PARTS_OF_ONE_SIZE = 1_000;

    private final AmazonS3 client;
    private final String bucket;
    private final String key;
    private final Path path;
    private final List<PartETag> parts = new ArrayList<>();

    private byte[] buffer = new byte[64 << 10];
    private int filled;
    private int partSize = FIRST_PARTS;
    private String upload;
    private boolean ended;

    S3Upload(AmazonS3 client, String bucket, String key, Path path) {
        this.client = client;
        this.bucket = bucket;
        this.key = key;
        this.path = path;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
        if (ended) {
            throw new IOException("The writing of '" + path + "' has ended");
        }
        int done = 0;
        while (done < length) {
            if (filled == partSize) {
                uploadPart();
            }
            int count = Math.min(length - done, partSize - filled);
            ensure(filled + count);
            System.arraycopy(bytes, from + done, buffer, filled, count);
            filled += count;
            done += count;
        }
    }

    private void ensure(int size) {
        if (size > buffer.length) {
            buffer = Arrays.copyOf(buffer, Math.max(size, (int) Math.min(buffer.length * 2L, partSize)));
        }
    }

    private void uploadPart() throws IOException {
        try {
            if (upload == null) {
                upload = client.initiateMultipartUpload(new InitiateMultipartUploadRequest(bucket, key))
                        .getUploadId();
            }
            var request = new UploadPartRequest()
                    .withBucketName(bucket)
                    .withKey(key)
                    .withUploadId(upload)
                    .withPartNumber(parts.size() + 1)
                    .withPartSize(filled)
                    .withMD5Digest(digest())
                    .withInputStream(new ByteArrayInputStream(buffer, 0, filled));
            request.getRequestClientOptions().setReadLimit(filled + 1);
            parts.add(client.uploadPart(request).getPartETag());
        } catch (SdkBaseException e) {
            abort();
            throw S3Errors.translate("write", path, e);
        }
        filled = 0;
        if (parts.size() % PARTS_OF_ONE_SIZE == 0) {
            partSize = Math.min(partSize * 2, LARGEST_PARTS);
        }
    }

    private String digest() {
        try {
            var md5 = MessageDigest.getInstance("MD5");
            md5.update(buffer, 0, filled);
            return Base64.encodeAsString(md5.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has MD5", e);
        }
    }

    @Override
    public void close() throws IOException {
        if (ended) {
            return;
        }
        try {
            if (upload == null) {
                put();
            } else {
                if (filled > 0) {
                    uploadPart();
                }
                client.completeMultipartUpload(new CompleteMultipartUploadRequest(bucket, key, upload, parts));
            }
            ended = true;
        } catch (SdkBaseException e) {
            abort();
            throw S3Errors.translate("write", path, e);
        } finally {
            ended = true;
            buffer = new byte[0];
        }
    }

    private void put() {
        var metadata = new ObjectMetadata();
        metadata.setContentLength(filled);
        metadata.setContentMD5(digest());
        var request = new PutObjectRequest(bucket, key, new ByteArrayInputStream(buffer, 0, filled), metadata);
        request.getRequestClientOptions().setReadLimit(filled + 1);
        client.putObject(request);
    }

    @Override
    public AbortableResult abort() {
        boolean already = ended;
        ended = true;
        IOException failure = null;
        if (!already && upload != null) {
            try {
                client.abortMultipartUpload(new AbortMultipartUploadRequest(bucket, key, upload));
            } catch (SdkBaseException e) {
                failure = S3Errors.translate("give up the upload of", path, e);
            }
        }
        return new Aborted(already, failure);
    }

    private record Aborted(boolean alreadyClosed, IOException anyCleanupException) implements AbortableResult {}

    @Override
    public boolean hasCapability(String capability) {
        return capability.equals(StreamCapabilities.ABORTABLE_STREAM);
    }
}
