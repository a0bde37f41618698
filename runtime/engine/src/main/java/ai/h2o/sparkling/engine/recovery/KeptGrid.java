package ai.h2o.sparkling.engine.recovery;

import ai.h2o.sparkling.engine.api.RestoredSearch;
import hex.Model;
import hex.faulttolerance.Recoverable;
import hex.faulttolerance.Recovery;
import hex.grid.Grid;
import hex.grid.GridSearch;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Optional;
import water.DKV;
import water.Job;
import water.Key;
import water.api.GridSearchHandler.DefaultModelParametersBuilderFactory;

/** Keeps one grid, as it is searched and when it is finished. Its models are kept like all others. */
@SuppressWarnings("rawtypes") // as H2O has them
final class KeptGrid extends Recovery<Grid> {
    private static final VarHandle RECOVERY = recoveryOfSearches();

    private final SearchDirectory directory;
    private final boolean resumed;

    // Set by the thread that begins the search, before any other knows this.
    private volatile Grid<?> grid;

    private KeptGrid(SearchDirectory directory, boolean resumed) {
        // Of what H2O would write itself nothing is written.
        super("");
        this.directory = directory;
        this.resumed = resumed;
    }

    /** For a grid that begins. */
    static KeptGrid in(String root) {
        return new KeptGrid(SearchDirectory.create(SearchDirectory.Kind.GRID, root), false);
    }

    /** What keeps the grid of a search, if anything here does. */
    static Optional<KeptGrid> of(GridSearch<?> search) {
        return Optional.ofNullable(RECOVERY.get(search))
                .filter(KeptGrid.class::isInstance)
                .map(KeptGrid.class::cast);
    }

    @Override
    public void onStart(Recoverable<Grid> recoverable, Job job) {
        // H2O's types do not say so, but nothing else is.
        grid = Grid.class.cast(recoverable);
        // Frames are written, by all nodes and for as long as that takes.
        directory.attempt(grid._key, "saved", () -> {
            if (!resumed) {
                directory.writeInput(recoverable);
            }
            directory.write(grid);
            directory.runs(job._key, Optional.empty());
            directory.belongsTo(grid._key);
        });
    }

    @Override
    public void onModel(Recoverable<Grid> recoverable, Key<Model> model) {
        attempt(() -> directory.write(grid));
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
        attempt(() -> {
            directory.write(grid);
            directory.ended();
        });
    }

    private void attempt(SearchDirectory.Work work) {
        directory.attemptInTime(grid._key, "saved", work);
    }

    /** Reads a grid, and goes on with it if it was being searched. */
    static RestoredSearch load(SearchDirectory.Found found) throws IOException {
        var kept = new KeptGrid(found.directory(), true);
        Grid<?> grid = found.directory().read(Grid.class);
        kept.grid = grid;
        DKV.put(grid);
        found.directory().belongsTo(grid._key);
        if (found.job().isEmpty()) {
            return RestoredSearch.finished(grid._key.toString());
        }
        try {
            found.directory().readInput(grid._key);
            resume(kept, Key.make(found.job().get()));
            return RestoredSearch.goesOn(grid._key.toString(), found.job().get());
        } catch (RuntimeException e) {
            found.directory().ended();
            return RestoredSearch.stays(grid._key.toString(), String.valueOf(e.getMessage()));
        }
    }

    @SuppressWarnings("unchecked") // as H2O resumes grids itself
    private static void resume(KeptGrid kept, Key<Job> job) {
        GridSearch.resumeGridSearch(job, (Grid) kept.grid, new DefaultModelParametersBuilderFactory(), kept);
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
