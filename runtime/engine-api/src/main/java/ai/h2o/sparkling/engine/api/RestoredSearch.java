package ai.h2o.sparkling.engine.api;

import java.io.Serializable;
import java.util.Optional;

/**
 * A search for models, by a grid or by AutoML, that an earlier cloud has kept.
 *
 * @param key key of the grid or the AutoML
 * @param job key of the job that goes on with it, {@code null} if none does
 * @param problem why none does though one was to, {@code null} if there is nothing to say
 */
public record RestoredSearch(String key, String job, String problem) implements Serializable {
    /** It was complete, or nobody wanted more of it; it is there as it was. */
    public static RestoredSearch finished(String key) {
        return new RestoredSearch(key, null, null);
    }

    /** The search for its models goes on. */
    public static RestoredSearch goesOn(String key, String job) {
        return new RestoredSearch(key, job, null);
    }

    /** There are the models that it had found, and no more come. */
    public static RestoredSearch stays(String key, String problem) {
        return new RestoredSearch(key, null, problem);
    }

    /** Key of the job that goes on, if one does. */
    public Optional<String> runningJob() {
        return Optional.ofNullable(job);
    }

    /** Why nothing goes on though it was to. */
    public Optional<String> whyNot() {
        return Optional.ofNullable(problem);
    }
}
