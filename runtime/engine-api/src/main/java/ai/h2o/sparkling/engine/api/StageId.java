package ai.h2o.sparkling.engine.api;

import java.io.Serializable;

/**
 * Names what one attempt staged.
 *
 * @param jobId the conversion
 * @param partition index of the partition in the user's plan
 * @param attempt Spark's task attempt, which is unique in the application
 */
public record StageId(String jobId, int partition, long attempt) implements Serializable {}
