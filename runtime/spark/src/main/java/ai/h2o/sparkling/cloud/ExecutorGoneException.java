package ai.h2o.sparkling.cloud;

import ai.h2o.sparkling.errors.CloudFormationException;

/** The cloud did not form since an executor is gone or hangs. With those that are there then it may form. */
final class ExecutorGoneException extends CloudFormationException {
    private static final long serialVersionUID = 1L;

    private final String problem;
    private final boolean hangs;

    /**
     * @param problem a sentence without its full stop
     * @param hangs whether it is there, and hangs
     */
    ExecutorGoneException(String problem, boolean hangs) {
        super(problem + ". Call again: the cloud forms of the executors that are there then");
        this.problem = problem;
        this.hangs = hangs;
    }

    boolean hangs() {
        return hangs;
    }

    String problem() {
        return problem;
    }
}
