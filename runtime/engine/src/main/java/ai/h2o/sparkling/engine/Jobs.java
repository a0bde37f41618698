package ai.h2o.sparkling.engine;

import ai.h2o.sparkling.engine.api.JobSummary;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import water.Job;

/** Looks at H2O's jobs. */
final class Jobs {
    private Jobs() {}

    static List<JobSummary> list() {
        var jobs = new ArrayList<JobSummary>();
        for (Job<?> job : Job.jobs()) {
            jobs.add(describe(job));
        }
        jobs.sort(Comparator.comparingLong(JobSummary::startedMillis).reversed());
        return jobs;
    }

    private static JobSummary describe(Job<?> job) {
        var status = job.getStatus();
        boolean started = status != Job.JobStatus.PENDING;
        // A job that ended early has done less than it was to do, and still says so here.
        double progress = status == Job.JobStatus.SUCCEEDED ? 1 : Math.min(1, Math.max(0, job.progress()));
        return new JobSummary(
                job._key.toString(),
                job._description == null ? "" : job._description,
                job._result == null ? "" : job._result.toString(),
                status.name(),
                progress,
                job.progress_msg() == null ? "" : job.progress_msg(),
                started ? job.start_time() : 0,
                job.msec());
    }
}
