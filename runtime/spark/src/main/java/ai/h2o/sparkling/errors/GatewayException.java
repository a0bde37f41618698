package ai.h2o.sparkling.errors;

/**
 * The gateway, the one door to the cloud on the driver, could not open, or could not reach the cloud behind it.
 *
 * <p>What a caller can do: choose another address or port, or correct the key store, whichever the message names.
 */
public class GatewayException extends H2OSparklingException {

    private static final long serialVersionUID = 1L;

    public GatewayException(String message) {
        super(message);
    }

    public GatewayException(String message, Throwable cause) {
        super(message, cause);
    }
}
