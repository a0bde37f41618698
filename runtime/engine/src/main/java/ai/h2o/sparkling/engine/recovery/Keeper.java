package ai.h2o.sparkling.engine.recovery;

import ai.h2o.automl.AutoML;
import ai.h2o.sparkling.engine.api.RestoredSearch;
import hex.Model;
import hex.ModelBuilder;
import hex.faulttolerance.Recovery;
import hex.grid.Grid;
import hex.grid.GridSearch;
import hex.quantile.QuantileModel;
import hex.schemas.GridSearchSchema;
import hex.schemas.HyperSpaceSearchCriteriaV99.RandomDiscreteValueSearchCriteriaV99;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import water.H2O;
import water.Job;
import water.Key;
import water.Keyed;
import water.ListenerService;
import water.fvec.Frame;

/**
 * Keeps what was finished for the next cloud. Stands where H2O tells of a finished model, makes what saves a grid, and answers a removal; the
 * build puts it there. Where {@code spark.ext.h2o.recovery.dir} is not set it does what H2O does and no more.
 */
public final class Keeper {
    /** Where nobody has asked to remove something, it may be missing because other nodes are being stopped already. */
    private static final Duration TO_BE_SURE = Duration.ofMinutes(2);

    private static volatile boolean over;

    private Keeper() {}

    /** From now on nothing is written or deleted: what a node does that is being stopped is no news of the models. */
    public static void end() {
        over = true;
    }

    /** Whether this node is being stopped, or was. */
    static boolean isOver() {
        return over;
    }

    static Optional<String> directory() {
        return over ? Optional.empty() : KeptFiles.directory();
    }

    /** In place of {@code service.report(…)}, when a builder has made its model. */
    public static void trained(ListenerService service, String what, Object[] details, ModelBuilder<?, ?, ?> builder) {
        service.report(what, details);
        // A model that is cross-validated is not finished before that is.
        if (!builder.nFoldCV()) {
            finished(builder);
        }
    }

    /** In place of {@code job.setReadyForView(…)}, when cross-validation begins, and when the model has all of its metrics. */
    public static void crossValidated(Job<?> job, boolean ready, ModelBuilder<?, ?, ?> builder) {
        job.setReadyForView(ready);
        if (ready) {
            finished(builder);
        }
    }

    private static void finished(ModelBuilder<?, ?, ?> builder) {
        var directory = directory();
        // Of the models of a cross-validation only the numbers stay.
        if (directory.isEmpty() || builder._parms._is_cv_model) {
            return;
        }
        Model<?, ?, ?> model = builder.dest().get();
        // Of these others make dozens, and throw them away.
        if (model != null && !(model instanceof QuantileModel)) {
            KeptModels.save(directory.get(), model);
        }
        prune(TO_BE_SURE);
    }

    /** What saves a grid as it is searched, or {@code null} if nothing does. */
    @SuppressWarnings("rawtypes") // as H2O has it
    public static Recovery<Grid> recovery(GridSearchSchema grid) {
        if (grid.recovery_dir != null) {
            // The user's own.
            return new Recovery<>(grid.recovery_dir);
        }
        if (directory().isEmpty()) {
            return null;
        }
        if (grid.search_criteria instanceof RandomDiscreteValueSearchCriteriaV99 random && random.seed == -1) {
            // Whoever goes on must come to the same points.
            random.seed = ThreadLocalRandom.current().nextLong(Long.MAX_VALUE);
        }
        return directory().map(KeptGrid::in).orElse(null);
    }

    /** In place of {@code Grid.isJobCanceled(…)}, when a search has ended early. */
    public static boolean cancelled(Throwable problem, GridSearch<?> search) {
        boolean cancelled = Stream.iterate(problem, Objects::nonNull, Throwable::getCause)
                .anyMatch(Job.JobCancelledException.class::isInstance);
        if (cancelled && directory().isPresent()) {
            KeptGrid.of(search).ifPresent(KeptGrid::cancelled);
        }
        return cancelled;
    }

    /** In place of {@code Keyed.remove(…)}, by which a client removes something. */
    public static boolean remove(Key<?> key) {
        boolean there = Keyed.remove(key);
        removed();
        return there;
    }

    /** After somebody has removed something. */
    public static void removed() {
        if (directory().isPresent()) {
            prune(Duration.ZERO);
        }
    }

    private static void prune(Duration missingFor) {
        if (KeptWrites.OF_NODE.hang()) {
            return; // another time
        }
        KeptModels.prune(missingFor);
        SearchDirectory.prune(missingFor);
    }

    static boolean elapsed(long sinceNanos, Duration duration) {
        return System.nanoTime() - sinceNanos >= duration.toNanos();
    }

    /** When an AutoML is about to look for its first model. */
    public static void autoMLBegins(AutoML run) {
        directory().ifPresent(root -> KeptAutoML.begins(run, root));
    }

    /** When an AutoML looks for no more models. */
    public static void autoMLEnded(AutoML run) {
        if (directory().isPresent()) {
            KeptAutoML.ended(run);
        }
    }

    /** The key of the job of an AutoML that begins; {@code null} for one of its own. */
    @SuppressWarnings("rawtypes") // as H2O has it
    public static Key<Job> jobKey() {
        return KeptAutoML.jobKey();
    }

    /** Whether an AutoML that begins goes on if the cloud is lost. H2O's clients wait longer for a job of which that is so. */
    public static boolean recoverable() {
        return directory().isPresent();
    }

    /** In place of {@code builder.trainModelOnH2ONode()}, where AutoML comes to a model. */
    @SuppressWarnings({"rawtypes", "unchecked"}) // as H2O has them
    public static Job train(ModelBuilder builder) {
        return KeptAutoML.takes(builder.dest()) && KeptModels.cameBack(builder.dest())
                ? builder._job.start(new Nothing(), 1)
                : builder.trainModelOnH2ONode();
    }

    /** In place of {@code ModelBuilder.trainModelNested(…)}, where a grid comes to a model. */
    @SuppressWarnings("rawtypes") // as H2O has them
    public static Model trainNested(Job<?> job, Key<Model> key, Model.Parameters parameters, Frame frame) {
        return KeptAutoML.takes(key) && KeptModels.cameBack(key)
                ? key.get()
                : ModelBuilder.trainModelNested(job, key, parameters, frame);
    }

    /** What is left to do for a model that is there. */
    private static final class Nothing extends H2O.H2OCountedCompleter<Nothing> {
        private static final long serialVersionUID = 1L;

        @Override
        public void compute2() {
            tryComplete();
        }
    }

    /** Reads a model that an earlier cloud has kept; the result is its key. */
    public static String restoreModel(String place) throws IOException {
        return KeptModels.load(place);
    }

    /** Reads a search that an earlier cloud has kept, once its models are there, and goes on with it if that cloud was searching. */
    public static RestoredSearch restoreSearch(String place) throws IOException {
        var found = SearchDirectory.open(place);
        found.directory().takeOver(found);
        return switch (found.directory().kind()) {
            case GRID -> KeptGrid.load(found);
            case AUTO_ML -> KeptAutoML.load(found);
        };
    }
}
