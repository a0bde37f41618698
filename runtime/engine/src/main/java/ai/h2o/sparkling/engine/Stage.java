package ai.h2o.sparkling.engine;

import ai.h2o.sparkling.engine.api.StageId;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** What has been staged on this node, by conversion and attempt. Thread-safe. */
final class Stage {
    private static final ConcurrentMap<String, ConcurrentMap<StageId, StagedRows>> JOBS = new ConcurrentHashMap<>();

    private Stage() {}

    static void put(StageId id, StagedRows rows) {
        JOBS.computeIfAbsent(id.jobId(), job -> new ConcurrentHashMap<>()).put(id, rows);
    }

    /** What that attempt staged here. */
    static StagedRows get(StageId id) {
        var job = JOBS.get(id.jobId());
        var rows = job == null ? null : job.get(id);
        if (rows == null) {
            throw new IllegalStateException("The rows of partition " + id.partition() + " (attempt " + id.attempt()
                    + ") are no longer staged on this node; convert the DataFrame again");
        }
        return rows;
    }

    static void drop(String jobId) {
        RemoteStages.drop(jobId);
        JOBS.remove(jobId);
    }

    static void clear() {
        RemoteStages.clear();
        JOBS.clear();
    }

    /** Number of conversions that hold something here. */
    static int jobs() {
        return JOBS.size();
    }
}
