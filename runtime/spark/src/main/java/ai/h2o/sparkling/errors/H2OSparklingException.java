package ai.h2o.sparkling.errors;

/**
 * The one family of errors that this product throws on purpose; everything outside it is a defect.
 *
 * <p>It is unchecked, because few callers can do more than show the message. Those that can, catch the subclass that
 * names their case. Every message says which thing failed, with which value, why, and what to do about it.
 */
public class H2OSparklingException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public H2OSparklingException(String message) {
        super(message);
    }

    public H2OSparklingException(String message, Throwable cause) {
        super(message, cause);
    }
}
