package ai.h2o.sparkling.engine;

import water.MRTask;

/** Drops on every node what one conversion staged. */
final class DropStage extends MRTask<DropStage> {
    private static final long serialVersionUID = 1L;

    private final String jobId;

    DropStage(String jobId) {
        this.jobId = jobId;
    }

    @Override
    protected void setupLocal() {
        Stage.drop(jobId);
    }
}
