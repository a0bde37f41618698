package ai.h2o.sparkling.engine.patched;

/**
 * Stands where H2O's code called {@code System.exit}: the build rewrites those calls to this one. The JVM belongs to
 * Spark and outlives the node.
 */
public final class EngineExit {
    private EngineExit() {}

    /** Ends the calling thread's work instead of the JVM. */
    public static void exit(int status) {
        throw new IllegalStateException("The H2O node gave up with status " + status
                + "; see the lines of ai.h2o.engine in this executor's log");
    }
}
