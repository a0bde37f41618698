package ai.h2o.sparkling.engine.recovery;

import ai.h2o.automl.AutoML;
import ai.h2o.automl.AutoMLBuildSpec;
import ai.h2o.sparkling.engine.api.RestoredSearch;
import hex.ModelExportOption;
import hex.faulttolerance.Recoverable;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import water.Job;
import water.Key;

/**
 * Keeps what an AutoML was asked for while it runs, so that the next cloud begins it again, under the same names. It comes to the same models
 * in the same order, and those that were finished are taken as they are. A limit of time counts from the beginning again.
 */
@SuppressWarnings("rawtypes") // as H2O has them
final class KeptAutoML {
    // The names of runs that were begun again; they are part of their models' keys.
    private static final Set<String> AGAIN = ConcurrentHashMap.newKeySet();

    private static final ThreadLocal<Key<Job>> JOB = new ThreadLocal<>();

    private KeptAutoML() {}

    /** Before the first model. */
    static void begins(AutoML run, String root) {
        boolean again = AGAIN.contains(run.getBuildSpec().instanceId());
        var directory = SearchDirectory.of(run._key)
                .filter(kept -> again)
                .orElseGet(() -> SearchDirectory.create(SearchDirectory.Kind.AUTO_ML, root));
        directory.attempt(run._key, "saved", () -> {
            if (!again) {
                directory.writeInput(new Needs(run));
            }
            directory.write(run.getBuildSpec());
            directory.runs(run.job()._key);
            directory.belongsTo(run._key);
        });
    }

    /** After the last model, or when nobody wants more. Its models are kept like all others. */
    static void ended(AutoML run) {
        SearchDirectory.of(run._key).ifPresent(directory -> directory.attempt(run._key, "ended", directory::delete));
    }

    /** Begins again. */
    static RestoredSearch load(SearchDirectory.Found found) throws IOException {
        AutoMLBuildSpec wanted = found.directory().read(AutoMLBuildSpec.class);
        var key = wanted.makeKey();
        found.directory().belongsTo(key);
        AGAIN.add(wanted.instanceId());
        var job = found.job().map(Key::<Job>make).orElse(null);
        JOB.set(job);
        try {
            found.directory().readInput(key);
            AutoML.startAutoML(wanted);
            return RestoredSearch.goesOn(key.toString(), String.valueOf(job));
        } catch (RuntimeException e) {
            found.directory().delete();
            return RestoredSearch.stays(key.toString(), String.valueOf(e.getMessage()));
        } finally {
            JOB.remove();
        }
    }

    /** The key that the job gets which this thread makes; {@code null} for one of its own. */
    static Key<Job> jobKey() {
        return JOB.get();
    }

    /** Whether a model is one of a run that was begun again. */
    static boolean ofAgain(Key<?> model) {
        var name = model.toString();
        return AGAIN.stream().anyMatch(name::contains);
    }

    /** What the frames are exported by. */
    private record Needs(AutoML run) implements Recoverable<AutoML> {
        @Override
        public Key<AutoML> getKey() {
            return run._key;
        }

        @Override
        public List<String> exportBinary(String location, boolean models, ModelExportOption... options) {
            throw new UnsupportedOperationException("An AutoML is begun again, it is not exported");
        }

        @Override
        public Set<Key<?>> getDependentKeys() {
            var input = run.getBuildSpec().input_spec;
            return Stream.of(
                            input.training_frame, input.validation_frame, input.blending_frame, input.leaderboard_frame)
                    .filter(Objects::nonNull)
                    .collect(Collectors.toSet());
        }
    }
}
