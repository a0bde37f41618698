package ai.h2o.sparkling.engine.api;

/**
 * The engine could not do what it was asked. Holds texts only: the engine's own exceptions belong to a class loader
 * that the other side of the wall, or another JVM, does not have.
 */
public class EngineFailure extends Exception {
    private static final long serialVersionUID = 1L;

    public EngineFailure(String message) {
        super(message);
    }

    /** Keeps the text and the stack of {@code cause}, but not its class. */
    public EngineFailure(String message, Throwable cause) {
        super(message + ": " + describe(cause));
        setStackTrace(cause.getStackTrace());
    }

    private static String describe(Throwable cause) {
        Throwable root = cause;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        String text = root.getMessage();
        return root.getClass().getSimpleName() + (text == null ? "" : " (" + text + ")");
    }
}
