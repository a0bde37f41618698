package ai.h2o.sparkling.rest;

import ai.h2o.sparkling.H2OContext;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.List;

/** H2O's own jobs, to look at; H2O's REST cancels them. */
@Tag(name = "Jobs", description = "What H2O works on")
final class JobsResource {
    private final H2OContext context;

    JobsResource(H2OContext context) {
        this.context = context;
    }

    enum JobStatus {
        PENDING,
        RUNNING,
        SUCCEEDED,
        STOPPED,
        FAILED
    }

    record JobInfo(
            @Schema(description = "Key of the job; 3/Jobs/{job}/cancel ends it") String job,
            @Schema(description = "What it is") String description,
            @Schema(description = "Key of what it makes", requiredMode = Schema.RequiredMode.NOT_REQUIRED)
                    String result,
            JobStatus state,
            @Schema(description = "Share that is done, 0 to 1") double progress,
            @Schema(description = "What it does at the moment", requiredMode = Schema.RequiredMode.NOT_REQUIRED)
                    String message,
            @Schema(format = "date-time", requiredMode = Schema.RequiredMode.NOT_REQUIRED) String started,
            long runtimeMillis) {}

    record JobList(@Schema(description = "The latest first") List<JobInfo> jobs) {}

    @Route(path = "/sparkling/v1/jobs")
    @Operation(summary = "H2O's jobs, such as trainings")
    JobList jobs() {
        return new JobList(context.listJobs().stream()
                .map(job -> new JobInfo(
                        job.key(),
                        job.description(),
                        job.result().isEmpty() ? null : job.result(),
                        JobStatus.valueOf(job.status()),
                        job.progress(),
                        job.message().isEmpty() ? null : job.message(),
                        job.startedMillis() == 0
                                ? null
                                : Instant.ofEpochMilli(job.startedMillis()).toString(),
                        job.runtimeMillis()))
                .toList());
    }
}
