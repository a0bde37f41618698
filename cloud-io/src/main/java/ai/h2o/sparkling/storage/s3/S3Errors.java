package ai.h2o.sparkling.storage.s3;

import com.amazonaws.SdkBaseException;
import com.amazonaws.services.s3.model.AmazonS3Exception;
import java.io.FileNotFoundException;
import java.io.IOException;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.security.AccessControlException;

/** Amazon's errors as Hadoop's. */
final class S3Errors {
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;
    private static final int TOO_MANY = 429;
    private static final int SERVER = 500;

    private S3Errors() {}

    static IOException translate(String what, Path path, SdkBaseException error) {
        var reason = "Cannot " + what + " " + path + ": " + error.getMessage();
        IOException failure;
        if (isMissing(error)) {
            failure = new FileNotFoundException(reason);
        } else if (error instanceof AmazonS3Exception answer && answer.getStatusCode() == FORBIDDEN) {
            failure = new AccessControlException(
                    reason + ". Check the credentials in fs.s3a and what they may do in the bucket");
        } else {
            failure = new IOException(reason);
        }
        failure.initCause(error);
        return failure;
    }

    static boolean isMissing(SdkBaseException error) {
        return error instanceof AmazonS3Exception answer && answer.getStatusCode() == NOT_FOUND;
    }

    /** Whether another try may go better. Everything that came without an answer may. */
    static boolean isPassing(SdkBaseException error) {
        return !(error instanceof AmazonS3Exception answer)
                || answer.getStatusCode() >= SERVER
                || answer.getStatusCode() == TOO_MANY;
    }
}
