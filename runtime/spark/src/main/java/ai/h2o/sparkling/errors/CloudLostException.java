package ai.h2o.sparkling.errors;

/**
 * The cloud that served the call is gone, usually because Spark lost one of the executors it lived in.
 *
 * <p>The message names the executor and says what is kept and what is lost. What a caller can do: with automatic recovery,
 * repeat the call, which waits for the next cloud; otherwise get a new context.
 */
public class CloudLostException extends H2OSparklingException {

    private static final long serialVersionUID = 1L;

    public CloudLostException(String message) {
        super(message);
    }

    public CloudLostException(String message, Throwable cause) {
        super(message, cause);
    }
}
