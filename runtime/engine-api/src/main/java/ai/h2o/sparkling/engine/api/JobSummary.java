package ai.h2o.sparkling.engine.api;

import java.io.Serializable;

/**
 * A piece of work of H2O's own, such as a training.
 *
 * @param key key of the job
 * @param description what it is, for people
 * @param result key of what it makes, empty if it makes nothing
 * @param status one of H2O's: PENDING, RUNNING, SUCCEEDED, STOPPED, FAILED
 * @param progress share that is done, 0 to 1
 * @param message what it does at the moment, empty if it does not say
 * @param startedMillis when it started, in milliseconds since 1970; 0 if it has not
 * @param runtimeMillis how long it has run
 */
public record JobSummary(
        String key,
        String description,
        String result,
        String status,
        double progress,
        String message,
        long startedMillis,
        long runtimeMillis)
        implements Serializable {}
