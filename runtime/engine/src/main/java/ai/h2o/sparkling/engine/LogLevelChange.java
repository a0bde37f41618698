package ai.h2o.sparkling.engine;

import water.MRTask;
import water.util.Log;

/** Sets on every node how much it logs. */
final class LogLevelChange extends MRTask<LogLevelChange> {
    private static final long serialVersionUID = 1L;

    private final String level;

    LogLevelChange(String level) {
        this.level = level;
    }

    @Override
    protected void setupLocal() {
        Log.setLogLevel(level);
    }
}
