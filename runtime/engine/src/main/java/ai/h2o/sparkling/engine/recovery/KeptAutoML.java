package ai.h2o.sparkling.engine.recovery;

import ai.h2o.automl.AutoML;
import ai.h2o.automl.AutoMLBuildSpec;
import ai.h2o.sparkling.engine.api.RestoredSearch;
import hex.ModelExportOption;
import hex.faulttolerance.Recoverable;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import water.Job;
import water.Key;

/**
 * Keeps what an AutoML was asked for while it runs, so that the next cloud begins it again, under the same names. It comes to the same models
 * in the same order, and those that were finished are taken as they are. A limit of time counts from the beginning again.
 */
@SuppressWarnings("rawtypes") // as H2O has them
final class KeptAutoML {
    private static final Logger LOG = LoggerFactory.getLogger("ai.h2o.engine");

    // The names of runs that were begun again; they are part of their models' keys.
    private static final Set<String> AGAIN = ConcurrentHashMap.newKeySet();
    // Those of them that take the models that were finished.
    private static final Set<String> TAKING = ConcurrentHashMap.newKeySet();

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
            writeWanted(run, directory);
            directory.runs(run.job()._key, Optional.of(rows(run.getBuildSpec())));
            directory.belongsTo(run._key);
        });
    }

    /** An AutoML that has chosen to blend has noted that as the wish not to validate, by which it would not blend again. */
    private static void writeWanted(AutoML run, SearchDirectory directory) throws IOException {
        var wanted = run.getBuildSpec();
        var control = wanted.build_control;
        int folds = control.nfolds;
        try {
            // Nothing else looks at it: the run waits for this.
            control.nfolds = blends(run) ? -1 : folds;
            directory.write(wanted);
        } finally {
            control.nfolds = folds;
        }
    }

    private static boolean blends(AutoML run) {
        return run.getBlendingFrame() != null && run.getBuildSpec().input_spec.blending_frame == null;
    }

    private static String rows(AutoMLBuildSpec wanted) {
        return Long.toString(RowHash.of(wanted.input_spec.training_frame.get()));
    }

    /**
     * Without cross-validation it may be the run that splits the frame, by where the rows are; what was trained on one split is not to be ranked
     * by another. With it the predictions stand in the order of the rows.
     */
    private static boolean sameData(AutoMLBuildSpec wanted, Optional<String> rows) {
        boolean validates = wanted.build_control.nfolds > 0 || wanted.input_spec.fold_column != null;
        if (validates && rows.isPresent() && rows.get().equals(rows(wanted))) {
            return true;
        }
        LOG.warn(
                "AutoML '{}' begins again and trains its models anew: {}",
                wanted.project(),
                validates
                        ? "its frame has other rows than before, or in another order"
                        : "it does not cross-validate, so it splits its frame anew");
        return false;
    }

    /** After the last model, or when nobody wants more. Its models are kept like all others. */
    static void ended(AutoML run) {
        SearchDirectory.of(run._key)
                .ifPresent(directory -> directory.attemptInTime(run._key, "ended", directory::delete));
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
            if (sameData(wanted, found.rows())) {
                TAKING.add(wanted.instanceId());
            }
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

    /** Whether a model is one of a run that was begun again and takes those that were finished. */
    static boolean takes(Key<?> model) {
        var name = model.toString();
        return TAKING.stream().anyMatch(name::contains);
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
