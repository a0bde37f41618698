package ai.h2o.sparkling.engine.api;

import java.nio.file.Path;

/**
 * Knows users by their passwords. Stands behind the wall because the login modules that users' files name, and what those call, are
 * libraries of the engine. Needs no node. Opened once, then safe for many threads.
 */
public interface LoginService {
    /** The class on the engine side that implements this interface; it has a public constructor without arguments. */
    String IMPLEMENTATION = "ai.h2o.sparkling.engine.logins.Logins";

    /**
     * Takes users from a file of lines {@code user: hash}.
     *
     * @throws EngineFailure if the file cannot be read
     */
    void openHashes(Path file) throws EngineFailure;

    /**
     * Asks the login modules that an entry of a JAAS configuration names.
     *
     * @throws EngineFailure if the file cannot be read or has no such entry, or a module is not to be found
     */
    void openModules(String entry, Path file) throws EngineFailure;

    /**
     * Whether that is the user's password. May take as long as a directory on the network takes.
     *
     * @throws EngineFailure if nobody could tell
     */
    boolean accepts(String user, String password) throws EngineFailure;
}
