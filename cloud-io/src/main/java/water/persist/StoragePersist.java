package water.persist;

import ai.h2o.sparkling.storage.Backoff;
import ai.h2o.sparkling.storage.Storage;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.security.AccessControlException;
import water.Futures;
import water.H2O;
import water.Key;
import water.MemoryManager;
import water.Value;
import water.api.HDFSIOException;
import water.fvec.FileVec;
import water.fvec.HDFSFileVec;
import water.fvec.Vec;
import water.util.Log;

/** What H2O asks of a storage, answered by the one file system that serves the scheme. In this package because H2O finds it by name. */
abstract class StoragePersist extends Persist {
    private static final int TRIES = 6;
    private static final String GLOB = "*?[{";

    private final Storage storage;

    StoragePersist(Storage storage) {
        this.storage = storage;
    }

    private interface Work<T> {
        T with(FileSystem files, Path path) throws IOException;
    }

    private <T> T at(String uri, Work<T> work) {
        try {
            var path = new Path(uri);
            return work.with(storage.files(path), path);
        } catch (IOException e) {
            throw failure(uri, e);
        }
    }

    private static HDFSIOException failure(String uri, IOException e) {
        return new HDFSIOException(uri, e.getMessage(), e);
    }

    // Reading

    @Override
    public byte[] load(Value value) throws IOException {
        var key = value._key;
        return load(key, key.isChunkKey() ? FileVec.chunkOffset(key) : 0, value._max);
    }

    /** One read of exactly this range. H2O calls it on the node where the bytes are wanted, for many ranges at a time. */
    @Override
    @SuppressWarnings("rawtypes") // as H2O declares it
    public byte[] load(Key key, long from, int count) throws IOException {
        var path = new Path(FileVec.getPathForKey(key));
        byte[] bytes = MemoryManager.malloc1(count);
        var backoff = new Backoff(TRIES);
        while (true) {
            try (var in = storage.files(path).open(path)) {
                in.readFully(from, bytes, 0, count);
                return bytes;
            } catch (FileNotFoundException | AccessControlException | EOFException e) {
                throw e;
            } catch (IOException e) {
                Log.debug("Reading " + path + " again", e);
                backoff.failed(e);
            }
        }
    }

    @Override
    public InputStream open(String path) {
        return openSeekable(path);
    }

    @Override
    public InputStream openSeekable(String uri) {
        return at(uri, FileSystem::open);
    }

    @Override
    public boolean isSeekableOpenSupported() {
        return true;
    }

    @Override
    public InputStream wrapSeekable(Vec vec) {
        return new FSDataInputStream(new VecDataInputStream(vec, true));
    }

    // Importing

    @Override
    @SuppressWarnings("rawtypes") // as H2O declares it
    public Key uriToKey(URI uri) throws IOException {
        var path = new Path(uri);
        var status = storage.files(path).getFileStatus(path);
        return HDFSFileVec.make(status.getPath().toString(), status.getLen());
    }

    @Override
    @SuppressWarnings("NonApiType") // as H2O declares it
    public void importFiles(
            String uri,
            String pattern,
            ArrayList<String> files,
            ArrayList<String> keys,
            ArrayList<String> fails,
            ArrayList<String> dels) {
        var futures = new Futures();
        try {
            var path = new Path(uri);
            var from = storage.files(path);
            for (FileStatus found : matches(from, path)) {
                addAll(from, found, keys, futures);
            }
            files.addAll(keys);
            if (keys.isEmpty()) {
                fails.add(uri + " (there is nothing in it)");
            }
        } catch (IOException e) {
            fails.add(uri + " (" + e.getMessage() + ")");
        } finally {
            futures.blockForPending();
        }
    }

    private static FileStatus[] matches(FileSystem files, Path path) throws IOException {
        String text = path.toString();
        boolean glob = GLOB.chars().anyMatch(c -> text.indexOf(c) >= 0);
        FileStatus[] found = glob ? files.globStatus(path) : new FileStatus[] {files.getFileStatus(path)};
        if (found == null || found.length == 0) {
            throw new FileNotFoundException("nothing matches it");
        }
        return found;
    }

    /** Files whose names begin with a dot are somebody's marks; empty ones have nothing to parse. */
    private static void addAll(FileSystem from, FileStatus found, List<String> keys, Futures futures)
            throws IOException {
        if (found.isDirectory()) {
            for (FileStatus below : from.listStatus(found.getPath())) {
                if (!below.getPath().getName().startsWith(".")) {
                    addAll(from, below, keys, futures);
                }
            }
        } else if (found.getLen() > 0) {
            keys.add(HDFSFileVec.make(found.getPath().toString(), found.getLen(), futures)
                    .toString());
        }
    }

    @Override
    public List<String> calcTypeaheadMatches(String filter, int limit) {
        var matches = new ArrayList<String>();
        try {
            var path = new Path(filter);
            var folder = filter.endsWith("/") || path.getParent() == null ? path : path.getParent();
            for (FileStatus found : storage.files(path).listStatus(folder)) {
                String name = found.getPath().toString();
                if (name.startsWith(path.toString()) && (limit < 0 || matches.size() < limit)) {
                    matches.add(name);
                }
            }
        } catch (IOException | IllegalArgumentException e) {
            Log.debug("Nothing to propose for " + filter, e);
        }
        return matches;
    }

    // Looking

    @Override
    public boolean canHandle(String path) {
        return storage.knows(path);
    }

    @Override
    public PersistEntry[] list(String uri) {
        return at(uri, (files, path) -> {
            if (!files.exists(path)) {
                return new PersistEntry[0];
            }
            FileStatus[] found = files.listStatus(path);
            var entries = new PersistEntry[found.length];
            for (int i = 0; i < found.length; i++) {
                entries[i] = new PersistEntry(
                        found[i].getPath().getName(), found[i].getLen(), found[i].getModificationTime());
            }
            return entries;
        });
    }

    @Override
    public boolean exists(String uri) {
        return at(uri, FileSystem::exists);
    }

    @Override
    public boolean isDirectory(String uri) {
        return at(
                uri,
                (files, path) -> files.exists(path) && files.getFileStatus(path).isDirectory());
    }

    @Override
    public long length(String uri) {
        return at(uri, (files, path) -> files.getFileStatus(path).getLen());
    }

    @Override
    public String getParent(String uri) {
        var parent = new Path(uri).getParent();
        return parent == null ? null : parent.toUri().toString();
    }

    @Override
    public String getHomeDirectory() {
        try {
            return FileSystem.get(storage.configuration()).getHomeDirectory().toString();
        } catch (IOException | RuntimeException e) {
            Log.debug("Hadoop has no home directory", e);
            return null;
        }
    }

    // Writing

    @Override
    public OutputStream create(String uri, boolean overwrite) {
        try {
            return storage.create(new Path(uri), overwrite);
        } catch (IOException e) {
            throw failure(uri, e);
        }
    }

    /** Like Java's: whether it was made now. */
    @Override
    public boolean mkdirs(String uri) {
        return at(uri, (files, path) -> !files.exists(path) && files.mkdirs(path));
    }

    @Override
    public boolean rename(String from, String to) {
        return at(from, (files, path) -> files.rename(path, new Path(to)));
    }

    @Override
    public boolean delete(String uri) {
        return at(uri, (files, path) -> files.delete(path, true));
    }

    // The engine never keeps its own values here

    @Override
    public void store(Value value) {
        throw H2O.unimpl();
    }

    @Override
    public void delete(Value value) {
        throw H2O.unimpl();
    }

    @Override
    public void cleanUp() {
        throw H2O.unimpl();
    }
}
