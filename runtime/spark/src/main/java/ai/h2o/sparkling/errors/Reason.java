package ai.h2o.sparkling.errors;

/** Why something failed, in one sentence for people. */
public final class Reason {
    private Reason() {}

    /** The message, or what it is if it has none. */
    public static String of(Throwable failure) {
        return failure.getMessage() == null ? failure.toString() : failure.getMessage();
    }
}
