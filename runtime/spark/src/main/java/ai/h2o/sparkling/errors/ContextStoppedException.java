package ai.h2o.sparkling.errors;

/**
 * A context, or a frame that belongs to one, was used after the context had been stopped.
 *
 * <p>What a caller can do: get a new context with {@code H2OContext.getOrCreate} and convert or import the data again;
 * frames of the stopped context do not come back.
 */
public class ContextStoppedException extends H2OSparklingException {

    private static final long serialVersionUID = 1L;

    public ContextStoppedException(String message) {
        super(message);
    }

    public ContextStoppedException(String message, Throwable cause) {
        super(message, cause);
    }
}
