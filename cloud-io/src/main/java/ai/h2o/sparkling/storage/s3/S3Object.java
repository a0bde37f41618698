package ai.h2o.sparkling.storage.s3;

import ai.h2o.sparkling.storage.Backoff;
import com.amazonaws.SdkBaseException;
import com.amazonaws.services.s3.AmazonS3;
import com.amazonaws.services.s3.model.AmazonS3Exception;
import com.amazonaws.services.s3.model.GetObjectRequest;
import java.io.EOFException;
import java.io.IOException;
import java.util.List;
import org.apache.hadoop.fs.Path;

/** Reads ranges of one object. A read that breaks off is taken up where it broke off, from the same version of the object. */
final class S3Object {
    private static final int TRIES = 6;
    private static final int NO_SUCH_RANGE = 416;

    private final AmazonS3 client;
    private final String bucket;
    private final String key;
    private final Path path;

    // Known from the first answer on.
    private volatile String version;
    private volatile long length = -1;

    S3Object(AmazonS3 client, String bucket, String key, Path path) {
        this.client = client;
        this.bucket = bucket;
        this.key = key;
        this.path = path;
    }

    /** Bytes of the object, or -1 before something was read. */
    long length() {
        return length;
    }

    /** Reads up to {@code count} bytes from {@code from} on, fewer only at the end of the object; -1 if there are none. */
    int read(long from, byte[] to, int offset, int count) throws IOException {
        if (length >= 0 && from >= length) {
            return -1;
        }
        var backoff = new Backoff(TRIES);
        int done = 0;
        while (done < count && (length < 0 || from + done < length)) {
            try {
                int read = once(from + done, to, offset + done, count - done);
                if (read < 0) {
                    return done == 0 ? -1 : done;
                }
                done += read;
            } catch (PartlyRead e) {
                done += e.bytes;
                if (e.bytes > 0) {
                    backoff.progressed();
                }
                backoff.failed(e);
            }
        }
        return done;
    }

    /** What had arrived when the connection broke. */
    private static final class PartlyRead extends IOException {
        private static final long serialVersionUID = 1L;

        private final int bytes;

        PartlyRead(String message, int bytes, Exception cause) {
            super(message, cause);
            this.bytes = bytes;
        }
    }

    private int once(long from, byte[] to, int offset, int count) throws IOException {
        var request = new GetObjectRequest(bucket, key).withRange(from, from + count - 1);
        if (version != null) {
            request.setMatchingETagConstraints(List.of(version));
        }
        com.amazonaws.services.s3.model.S3Object answer;
        try {
            answer = client.getObject(request);
        } catch (SdkBaseException e) {
            return endOrFailure(e);
        }
        if (answer == null) {
            throw new IOException("'" + path + "' was replaced while it was read; read it again");
        }
        int done = 0;
        try (answer) {
            var metadata = answer.getObjectMetadata();
            version = metadata.getETag();
            length = metadata.getInstanceLength();
            int expected = (int) Math.min(count, length - from);
            var content = answer.getObjectContent();
            while (done < expected) {
                int read = content.read(to, offset + done, expected - done);
                if (read < 0) {
                    throw new EOFException("the connection ended after " + done + " of " + expected + " bytes");
                }
                done += read;
            }
            return done;
        } catch (IOException | SdkBaseException e) {
            throw new PartlyRead("Reading '" + path + "' broke off: " + e, done, e);
        }
    }

    private int endOrFailure(SdkBaseException error) throws IOException {
        if (error instanceof AmazonS3Exception answer && answer.getStatusCode() == NO_SUCH_RANGE) {
            return -1;
        }
        if (S3Errors.isPassing(error)) {
            throw new PartlyRead("Reading '" + path + "' failed: " + error.getMessage(), 0, error);
        }
        throw S3Errors.translate("read", path, error);
    }
}
