package ai.h2o.sparkling.errors;

/**
 * The nodes did not become a cloud within the time allowed, or not all that were asked for.
 *
 * <p>Whatever had started has been taken down again. What a caller can do: give the executors more time or memory, ask for
 * fewer nodes, or open the network between executors, whichever the message names, and try again.
 */
public class CloudFormationException extends H2OSparklingException {

    private static final long serialVersionUID = 1L;

    public CloudFormationException(String message) {
        super(message);
    }

    public CloudFormationException(String message, Throwable cause) {
        super(message, cause);
    }
}
