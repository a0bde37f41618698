package ai.h2o.sparkling.errors;

/**
 * The surroundings cannot carry the product: a session that is stopped or remote, too little memory, two versions of the
 * jar at once, a platform that is too old.
 *
 * <p>Nothing has been started. What a caller can do: change the platform as the message says.
 */
public class PreflightException extends H2OSparklingException {

    private static final long serialVersionUID = 1L;

    public PreflightException(String message) {
        super(message);
    }

    public PreflightException(String message, Throwable cause) {
        super(message, cause);
    }
}
