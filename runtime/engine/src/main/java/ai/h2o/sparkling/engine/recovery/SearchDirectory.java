package ai.h2o.sparkling.engine.recovery;

import hex.faulttolerance.Recoverable;
import hex.faulttolerance.Recovery;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import water.AutoBuffer;
import water.DKV;
import water.Freezable;
import water.Futures;
import water.H2O;
import water.Key;
import water.fvec.persist.FramePersist;
import water.fvec.persist.PersistUtils;
import water.util.FileUtils;
import water.util.IcedHashMap;

/**
 * The directory of one search: what is searched by, the frames that this needs, and the key of the job that does it, as long as one does. The
 * file that names the job is written last, so that what it speaks of is there.
 */
@SuppressWarnings("rawtypes") // as H2O has them
final class SearchDirectory {
    private static final Logger LOG = LoggerFactory.getLogger("ai.h2o.engine");
    private static final String FOLDER = "/searches/";
    private static final String CONTENT = "/content";
    private static final String STATE = "/state.properties";
    private static final String INPUT = "/input";
    private static final String KIND = "kind";
    private static final String JOB = "job";
    private static final String CLOUD = "cloud";
    private static final String ROWS = "rows";

    private static final Map<Key<?>, SearchDirectory> OF_KEYS = new ConcurrentHashMap<>();

    private final Kind kind;
    private final String place;

    // Since when, by System.nanoTime(); 0 while it is there.
    private volatile long missing;

    /** What searches. */
    enum Kind {
        GRID,
        AUTO_ML
    }

    private SearchDirectory(Kind kind, String place) {
        this.kind = kind;
        this.place = place;
    }

    /** For a search that begins; nothing is written yet. */
    static SearchDirectory create(Kind kind, String root) {
        return new SearchDirectory(kind, root + FOLDER + UUID.randomUUID());
    }

    /**
     * One that an earlier cloud has left.
     *
     * @param job the key of its job, if it had one
     * @param rows a hash of the rows that it searched by, if it was noted
     */
    record Found(SearchDirectory directory, Optional<String> job, Optional<String> rows) {}

    static Found open(String place) {
        var state = state(place);
        return new Found(
                new SearchDirectory(Kind.valueOf(state.getProperty(KIND)), place),
                Optional.ofNullable(state.getProperty(JOB)),
                Optional.ofNullable(state.getProperty(ROWS)));
    }

    private static Properties state(String place) {
        return PersistUtils.readStream(uri(place + STATE), in -> {
            var properties = new Properties();
            properties.load(in);
            return properties;
        });
    }

    /** The one in which that search is kept now, if it is. */
    static Optional<SearchDirectory> of(Key<?> key) {
        return Optional.ofNullable(OF_KEYS.get(key));
    }

    /** Deletes those of searches that are not there any more, and have not been for so long. */
    static void prune(Duration missingFor) {
        for (var kept : Map.copyOf(OF_KEYS).entrySet()) {
            var directory = kept.getValue();
            // In this order: a store that is being cleared is told by the root.
            if (DKV.get(kept.getKey()) != null) {
                directory.missing = 0;
            } else if (Keeper.directory().isPresent()
                    && directory.missingFor(missingFor)
                    && OF_KEYS.remove(kept.getKey(), directory)) {
                directory.attemptInTime(kept.getKey(), "deleted", directory::delete);
            }
        }
    }

    private boolean missingFor(Duration duration) {
        if (missing == 0) {
            missing = System.nanoTime();
        }
        return Keeper.elapsed(missing, duration);
    }

    Kind kind() {
        return kind;
    }

    /** From now on this search is kept here. */
    void belongsTo(Key<?> key) {
        var former = OF_KEYS.put(key, this);
        if (former != null && !former.place.equals(place)) {
            // More models for a search that was finished.
            attemptInTime(key, "deleted", former::delete);
        }
    }

    void write(Freezable<?> content) throws IOException {
        KeptFiles.write(
                place + CONTENT, location -> PersistUtils.write(FileUtils.getURI(location), ab -> ab.put(content)));
    }

    <T> T read(Class<T> type) {
        return type.cast(PersistUtils.<Freezable>read(uri(place + CONTENT), AutoBuffer::get));
    }

    /** Saves what the search needs, frames and all. */
    <T extends water.Keyed> void writeInput(Recoverable<T> search) throws IOException {
        KeptFiles.makeDirectory(place + INPUT);
        new Recovery<T>(KeptFiles.location(place + INPUT)).exportReferences(search);
    }

    /** Like {@link Recovery#loadReferences}, but what was made again already is as good as what was saved, or better. */
    void readInput(Key<?> search) {
        var input = KeptFiles.location(place + INPUT);
        IcedHashMap<String, String> kinds = PersistUtils.read(
                FileUtils.getURI(input + "/" + search + Recovery.REFERENCES_META_FILE_SUFFIX), AutoBuffer::get);
        var pending = new Futures();
        kinds.forEach((name, kind) -> {
            if (DKV.get(Key.make(name)) != null) {
                return;
            }
            switch (Recovery.ReferenceType.valueOf(kind)) {
                case FRAME -> FramePersist.loadFrom(Key.make(name), input).get();
                case KEYED ->
                    PersistUtils.read(FileUtils.getURI(input + "/" + name), ab -> ab.getKey(Key.make(name), pending));
            }
        });
        pending.blockForPending();
    }

    /** All is there that this job needs to go on in another cloud. */
    void runs(Key<?> job, Optional<String> rows) throws IOException {
        state(Optional.of(job.toString()), rows);
    }

    /** From now on it is this cloud's. */
    void takeOver(Found found) throws IOException {
        state(found.job(), found.rows());
    }

    /** Nothing goes on. */
    void ended() throws IOException {
        if (ofAnotherCloud()) {
            return;
        }
        state(Optional.empty(), Optional.empty());
        KeptFiles.delete(place + INPUT);
    }

    /** A node that has not yet heard of the end of its cloud must not end what the next one goes on with. */
    private boolean ofAnotherCloud() {
        return PersistUtils.exists(uri(place + STATE))
                && !H2O.ARGS.name.equals(state(place).getProperty(CLOUD));
    }

    private void state(Optional<String> job, Optional<String> rows) throws IOException {
        var properties = new Properties();
        properties.setProperty(KIND, kind.name());
        properties.setProperty(CLOUD, H2O.ARGS.name);
        job.ifPresent(key -> properties.setProperty(JOB, key));
        rows.ifPresent(hash -> properties.setProperty(ROWS, hash));
        KeptFiles.write(
                place + STATE,
                location -> PersistUtils.writeStream(FileUtils.getURI(location), out -> properties.store(out, null)));
    }

    void delete() throws IOException {
        OF_KEYS.values().remove(this);
        if (!ofAnotherCloud()) {
            KeptFiles.delete(place);
        }
    }

    /** Something that is done with the files. */
    interface Work {
        void run() throws IOException;
    }

    /** The same, but nobody waits for ever. */
    void attemptInTime(Key<?> key, String what, Work work) {
        KeptWrites.OF_NODE.run(
                "To have the search of '" + key + "' " + what + " at " + place, () -> attempt(key, what, work));
    }

    /** That a search could not be kept is said, and no more: the search itself goes well. */
    void attempt(Key<?> key, String what, Work work) {
        if (Keeper.directory().isEmpty()) {
            return;
        }
        try {
            work.run();
        } catch (IOException | RuntimeException | LinkageError | OutOfMemoryError e) {
            LOG.warn(
                    "The search of '{}' could not be {} at {}, so what comes of it if the cloud is lost is open: {}",
                    key,
                    what,
                    place,
                    e.toString());
            LOG.debug("The search of '{}' could not be {}", key, what, e);
        }
    }

    private static URI uri(String place) {
        return FileUtils.getURI(KeptFiles.location(place));
    }
}
