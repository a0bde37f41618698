package ai.h2o.sparkling.errors;

/**
 * The H2O engine could not be unpacked, loaded or started, or it failed inside.
 *
 * <p>The cause is the engine's own error where there is one. What a caller can do: follow the message if it names something
 * in the surroundings (disk, memory, a damaged jar); otherwise report it together with the cause.
 */
public class EngineException extends H2OSparklingException {

    private static final long serialVersionUID = 1L;

    public EngineException(String message) {
        super(message);
    }

    public EngineException(String message, Throwable cause) {
        super(message, cause);
    }
}
