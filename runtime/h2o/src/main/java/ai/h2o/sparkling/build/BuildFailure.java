package ai.h2o.sparkling.build;

/** A check of the build that did not hold; the message says what, why and what to do. */
public final class BuildFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public BuildFailure(String message) {
        super(message);
    }

    public BuildFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
