package ai.h2o.sparkling.recovery;

import ai.h2o.sparkling.cloud.Beside;
import ai.h2o.sparkling.engine.api.EngineControl;
import ai.h2o.sparkling.engine.api.EngineFailure;
import ai.h2o.sparkling.errors.SettingException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.security.UserGroupInformation;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The directory in which the nodes keep what is to outlive the cloud: {@code models/}, a file each, and {@code searches/}, a directory for each
 * grid and AutoML, with a {@code state.properties} that names the job, as long as there is one. The nodes write, the driver looks.
 */
public final class KeptWork {
    private static final Logger LOG = LoggerFactory.getLogger(KeptWork.class);
    private static final String SETTING = "spark.ext.h2o.recovery.dir";
    private static final String STATE = "state.properties";
    private static final String JOB = "job";
    private static final FsPermission PRIVATE = new FsPermission("700");
    private static final Duration LOOK = Duration.ofSeconds(10);
    private static final Duration NEWS_TAKE = Duration.ofSeconds(1);

    private final FileSystem files;
    private final Path root;

    private KeptWork(FileSystem files, Path root) {
        this.files = files;
        this.root = root;
    }

    /**
     * What came back.
     *
     * @param jobs the keys of the jobs that go on
     */
    public record Restored(int models, Set<String> jobs) {
        /** Nothing. */
        public static final Restored NOTHING = new Restored(0, Set.of());

        public Restored {
            jobs = Set.copyOf(jobs);
        }
    }

    /**
     * The part of a directory that belongs to one application. Writes there to see whether that works; leaves a directory that is the user's own.
     *
     * @param directory what the user has set
     * @param deadline how long the storage may take
     * @throws SettingException if nothing can be written there
     */
    public static KeptWork open(String directory, Configuration hadoop, String application, Duration deadline) {
        try {
            return within(deadline, () -> {
                var path = new Path(directory);
                var files = path.getFileSystem(hadoop);
                var work = new KeptWork(files, new Path(files.makeQualified(path), application));
                work.requireReadableUri();
                work.tryToWrite();
                return work;
            });
        } catch (IOException | RuntimeException e) {
            throw new SettingException(
                    SETTING + " = '" + directory + "': nothing can be written there by the driver: " + e.getMessage()
                            + "; name a directory that driver and executors can write to through Spark's Hadoop file"
                            + " systems",
                    e);
        }
    }

    /** Hadoop's clients try again for many minutes. */
    private static <T> T within(Duration deadline, Callable<T> work) throws IOException {
        try {
            return Beside.begin("sparkling-recovery-dir", work).await(deadline);
        } catch (TimeoutException e) {
            throw new IOException("the storage did not answer within " + deadline.toSeconds() + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("waiting for the storage was interrupted");
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException own ? own : new IOException(e.getCause());
        }
    }

    private void requireReadableUri() throws IOException {
        if (!"file".equals(root.toUri().getScheme()) && !uri().equals(root.toString())) {
            throw new IOException("H2O wants a path of characters that need no escape in a URI");
        }
    }

    /** Its name can be guessed, and what lies there is loaded into the nodes: nobody else may have made it, or write to it. */
    private void tryToWrite() throws IOException {
        if (files.exists(root)) {
            var owner = files.getFileStatus(root).getOwner();
            var user = UserGroupInformation.getCurrentUser().getShortUserName();
            // Object stores know no owners, and name nobody or whoever asks.
            if (!owner.isEmpty() && !owner.equals(user)) {
                throw new IOException("'" + root + "' belongs to '" + owner + "'");
            }
        } else {
            files.mkdirs(root, PRIVATE);
            // What the process masks may have been taken away, but nothing added.
            files.setPermission(root, PRIVATE);
        }
        var probe = new Path(root, ".probe");
        files.create(probe, true).close();
        files.delete(probe, false);
    }

    /** Deletes the directory if nothing is in it. */
    public void deleteIfEmpty() {
        try {
            within(LOOK, () -> files.listStatus(root).length == 0 && files.delete(root, false));
        } catch (IOException | RuntimeException e) {
            LOG.debug("The directory {} stays", root, e);
        }
    }

    /** Its URI, for the nodes. */
    public String uri() {
        return root.toUri().toString();
    }

    /** Keys of the jobs that were under way, as far as they may go on; empty if that cannot be said. */
    Optional<Set<String>> jobs() {
        try {
            return Optional.of(within(LOOK, () -> {
                var jobs = new HashSet<String>();
                for (Path search : searches()) {
                    job(search).ifPresent(jobs::add);
                }
                return jobs;
            }));
        } catch (FileNotFoundException e) {
            return Optional.of(Set.of());
        } catch (IOException | RuntimeException e) {
            LOG.debug("Which jobs go on is not known before the next cloud is there", e);
            return Optional.empty();
        }
    }

    private Optional<String> job(Path search) throws IOException {
        var state = new Properties();
        try (var in = new InputStreamReader(files.open(new Path(search, STATE)), StandardCharsets.UTF_8)) {
            state.load(in);
            return Optional.ofNullable(state.getProperty(JOB));
        } catch (FileNotFoundException e) {
            LOG.debug("The search at {} has just been removed", search, e);
            return Optional.empty();
        }
    }

    /** What cannot be looked at in time does not come back; that is said. */
    private <T> T look(String at, T otherwise, Callable<T> work) {
        try {
            return within(LOOK, work);
        } catch (FileNotFoundException | InterruptedIOException e) {
            return otherwise;
        } catch (IOException | RuntimeException e) {
            LOG.warn("What is kept at {}/{} does not come back, since it cannot be read: {}", root, at, e.toString());
            return otherwise;
        }
    }

    /** Those that are complete enough to be read, the oldest first. */
    private List<Path> searches() throws IOException {
        var found = new ArrayList<FileStatus>();
        for (FileStatus directory : files.listStatus(new Path(root, "searches"))) {
            try {
                found.add(files.getFileStatus(new Path(directory.getPath(), STATE)));
            } catch (FileNotFoundException e) {
                LOG.debug("The search at {} had not begun", directory.getPath(), e);
            }
        }
        return byAge(found).stream().map(Path::getParent).toList();
    }

    private List<Path> models() throws IOException {
        return byAge(Stream.of(files.listStatus(new Path(root, "models")))
                .filter(FileStatus::isFile)
                .filter(file -> !file.getPath().getName().startsWith("."))
                .toList());
    }

    private static List<Path> byAge(List<FileStatus> found) {
        return found.stream()
                .sorted(Comparator.comparingLong(FileStatus::getModificationTime)
                        .thenComparing(FileStatus::getPath))
                .map(FileStatus::getPath)
                .toList();
    }

    /**
     * Has the next cloud read what is there. What it cannot read is named in a warning.
     *
     * @param brokenWithin waits at most so long whether that cloud is lost, too; then the rest is left for the next one
     */
    public Restored restore(EngineControl control, Predicate<Duration> brokenWithin) {
        int models = 0;
        for (Path model : look("models", List.<Path>of(), this::models)) {
            if (over(brokenWithin)) {
                break;
            }
            if (attempt(
                    model, brokenWithin, uri -> LOG.debug("Model '{}' is there again", control.restoreModel(uri)))) {
                models++;
            }
        }
        var jobs = new HashSet<String>();
        for (Path search : look("searches", List.<Path>of(), this::searches)) {
            if (over(brokenWithin)) {
                break;
            }
            attempt(search, brokenWithin, uri -> restoreSearch(control, uri, jobs));
        }
        return new Restored(models, jobs);
    }

    private static boolean over(Predicate<Duration> brokenWithin) {
        return Thread.currentThread().isInterrupted() || brokenWithin.test(Duration.ZERO);
    }

    private static void restoreSearch(EngineControl control, String uri, Set<String> jobs) throws EngineFailure {
        var search = control.restoreSearch(uri);
        search.runningJob().ifPresent(jobs::add);
        search.whyNot()
                .ifPresent(why -> LOG.warn(
                        "The models of '{}' that were finished are there, but the search for more does not go on: {}",
                        search.key(),
                        why));
    }

    private interface Reading {
        void of(String uri) throws EngineFailure;
    }

    private static boolean attempt(Path path, Predicate<Duration> brokenWithin, Reading reading) {
        try {
            reading.of(path.toUri().toString());
            return true;
        } catch (EngineFailure | RuntimeException e) {
            // Work on a cloud fails before Spark says that it has lost an executor.
            if (!Thread.currentThread().isInterrupted() && !brokenWithin.test(NEWS_TAKE)) {
                LOG.warn("What is kept at {} does not come back: {}", path, e.getMessage());
                LOG.debug("What is kept at {} does not come back", path, e);
            }
            return false;
        }
    }

    /** Deletes all of it, as far as that goes; nothing is to outlive the application. */
    public void delete() {
        // Whoever was interrupted cleans up all the same.
        boolean interrupted = Thread.interrupted();
        try {
            within(LOOK, () -> files.delete(root, true));
        } catch (IOException | RuntimeException e) {
            LOG.warn("What was kept at {} could not be deleted, and is of no use any more: {}", root, e.toString());
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
