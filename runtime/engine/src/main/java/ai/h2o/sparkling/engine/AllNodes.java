package ai.h2o.sparkling.engine;

import water.MRTask;

/** Runs tasks whose result is their effect. */
final class AllNodes {
    private AllNodes() {}

    /** Runs the task once on every node and waits for all of them. */
    static void run(MRTask<?> task) {
        // The task is its own future, and this call has waited for it.
        var unused = task.doAllNodes();
    }
}
