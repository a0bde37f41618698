package ai.h2o.sparkling.engine.api;

import java.io.Serializable;
import java.util.Optional;

/**
 * A grid that is there again.
 *
 * @param key key of the grid
 * @param job key of the job that goes on with it, {@code null} if none does
 * @param problem why none does though one was to, {@code null} if there is nothing to say
 */
public record RestoredGrid(String key, String job, String problem) implements Serializable {
    /** It was complete, or nobody wanted more of it. */
    public static RestoredGrid finished(String key) {
        return new RestoredGrid(key, null, null);
    }

    /** The search for its models goes on. */
    public static RestoredGrid goesOn(String key, String job) {
        return new RestoredGrid(key, job, null);
    }

    /** It has the models that it had, and gets no more. */
    public static RestoredGrid stays(String key, String problem) {
        return new RestoredGrid(key, null, problem);
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
