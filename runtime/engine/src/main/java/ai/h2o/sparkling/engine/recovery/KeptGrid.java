package ai.h2o.sparkling.engine.recovery;

import ai.h2o.sparkling.engine.api.RestoredGrid;
import hex.Model;
import hex.faulttolerance.Recoverable;
import hex.faulttolerance.Recovery;
import hex.grid.Grid;
import hex.grid.GridSearch;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import water.AutoBuffer;
import water.DKV;
import water.Futures;
import water.Job;
import water.Key;
import water.api.GridSearchHandler.DefaultModelParametersBuilderFactory;
import water.fvec.persist.FramePersist;
import water.fvec.persist.PersistUtils;
import water.util.FileUtils;
import water.util.IcedHashMap;

/**
 * One grid, in a directory of its own: which models it has, what it is searched by, the frames that this needs, and the job that does it, as
 * long as one does. Its models are kept like all others. The file that names the job is written last, so that what it speaks of is there.
 */
@SuppressWarnings("rawtypes") // as H2O has them
final class KeptGrid extends Recovery<Grid> {
    private static final Logger LOG = LoggerFactory.getLogger("ai.h2o.engine");
    private static final String FOLDER = "/grids/";
    private static final String GRID = "/grid";
    private static final String STATE = "/state.properties";
    private static final String INPUT = "/input";
    private static final String KEY = "key";
    private static final String JOB = "job";

    private static final Map<Key<?>, String> PLACES = new ConcurrentHashMap<>();

    private static final VarHandle RECOVERY = recoveryOfSearches();

    private final String place;
    private final boolean resumed;

    // Set by the thread that begins the search, before any other knows this.
    private volatile Grid<?> grid;
    private volatile Job<?> job;

    private KeptGrid(String place, boolean resumed) {
        super(KeptFiles.location(place + INPUT));
        this.place = place;
        this.resumed = resumed;
    }

    /** For a grid that begins. */
    static KeptGrid in(String directory) {
        return new KeptGrid(directory + FOLDER + UUID.randomUUID(), false);
    }

    /** What keeps the grid of a search, if anything here does. */
    static Optional<KeptGrid> of(GridSearch<?> search) {
        return Optional.ofNullable(RECOVERY.get(search))
                .filter(KeptGrid.class::isInstance)
                .map(KeptGrid.class::cast);
    }

    @Override
    public void onStart(Recoverable<Grid> recoverable, Job begun) {
        // H2O's types do not say so, but nothing else is.
        grid = Grid.class.cast(recoverable);
        job = begun;
        var former = PLACES.put(grid._key, place);
        attempt("saved", () -> {
            if (!resumed) {
                KeptFiles.makeDirectory(place + INPUT);
                exportReferences(recoverable);
            }
            save();
            state(job);
            if (former != null && !former.equals(place)) {
                // More models for a grid that was finished.
                KeptFiles.delete(former);
            }
        });
    }

    @Override
    public void onModel(Recoverable<Grid> recoverable, Key<Model> model) {
        attempt("saved", this::save);
    }

    @Override
    public void onDone(Recoverable<Grid> recoverable) {
        ended();
    }

    /** Nobody wants more of its models. */
    void cancelled() {
        ended();
    }

    private void ended() {
        attempt("saved", () -> {
            save();
            state(null);
            KeptFiles.delete(place + INPUT);
        });
    }

    private void save() throws IOException {
        KeptFiles.write(place + GRID, location -> PersistUtils.write(FileUtils.getURI(location), ab -> ab.put(grid)));
    }

    private void state(Job<?> running) throws IOException {
        var properties = new Properties();
        properties.setProperty(KEY, grid._key.toString());
        if (running != null) {
            properties.setProperty(JOB, running._key.toString());
        }
        KeptFiles.write(
                place + STATE,
                location -> PersistUtils.writeStream(FileUtils.getURI(location), out -> properties.store(out, null)));
    }

    private interface Work {
        void run() throws IOException;
    }

    /** That a grid could not be kept is said, and no more: the search itself goes well. */
    private void attempt(String what, Work work) {
        if (Keeper.directory().isEmpty()) {
            return;
        }
        try {
            work.run();
        } catch (IOException | RuntimeException e) {
            LOG.warn(
                    "Grid '{}' could not be {} at {}, and does not go on if the cloud is lost: {}",
                    grid._key,
                    what,
                    place,
                    e.toString());
            LOG.debug("Grid '{}' could not be {}", grid._key, what, e);
        }
    }

    static void prune() {
        Keeper.prune("grid", PLACES, key -> DKV.get(key) != null);
    }

    /** Reads a grid, and goes on with it if it was being searched. */
    static RestoredGrid load(String place) throws IOException {
        var state = PersistUtils.readStream(uri(place + STATE), in -> {
            var properties = new Properties();
            properties.load(in);
            return properties;
        });
        Grid<?> grid = PersistUtils.read(uri(place + GRID), AutoBuffer::get);
        DKV.put(grid);
        PLACES.put(grid._key, place);
        var job = state.getProperty(JOB);
        if (job == null) {
            return RestoredGrid.finished(grid._key.toString());
        }
        var kept = new KeptGrid(place, true);
        kept.grid = grid;
        try {
            kept.loadInput();
            resume(kept, Key.make(job));
            return RestoredGrid.goesOn(grid._key.toString(), job);
        } catch (RuntimeException e) {
            LOG.debug("Grid '{}' does not go on", grid._key, e);
            kept.state(null);
            return RestoredGrid.stays(grid._key.toString(), String.valueOf(e.getMessage()));
        }
    }

    @SuppressWarnings("unchecked") // as H2O resumes grids itself
    private static void resume(KeptGrid kept, Key<Job> job) {
        GridSearch.resumeGridSearch(job, (Grid) kept.grid, new DefaultModelParametersBuilderFactory(), kept);
    }

    /** Like {@link Recovery#loadReferences}, but what was made again already is as good as what was saved, or better. */
    private void loadInput() {
        var input = KeptFiles.location(place + INPUT);
        IcedHashMap<String, String> kinds = PersistUtils.read(
                FileUtils.getURI(input + "/" + grid._key + REFERENCES_META_FILE_SUFFIX), AutoBuffer::get);
        var pending = new Futures();
        kinds.forEach((name, kind) -> {
            var key = Key.make(name);
            if (DKV.get(key) != null) {
                return;
            }
            switch (ReferenceType.valueOf(kind)) {
                case FRAME -> FramePersist.loadFrom(Key.make(name), input).get();
                case KEYED ->
                    PersistUtils.read(FileUtils.getURI(input + "/" + name), ab -> ab.getKey(Key.make(name), pending));
            }
        });
        pending.blockForPending();
    }

    private static URI uri(String place) {
        return FileUtils.getURI(KeptFiles.location(place));
    }

    private static VarHandle recoveryOfSearches() {
        try {
            return MethodHandles.privateLookupIn(GridSearch.class, MethodHandles.lookup())
                    .findVarHandle(GridSearch.class, "_recovery", Recovery.class);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("H2O's searches are not what they were", e);
        }
    }
}
