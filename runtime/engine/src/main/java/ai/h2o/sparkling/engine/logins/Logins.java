package ai.h2o.sparkling.engine.logins;

import ai.h2o.sparkling.engine.api.EngineFailure;
import ai.h2o.sparkling.engine.api.LoginService;
import java.nio.file.Path;
import org.eclipse.jetty.security.HashLoginService;

/** Users of a file, or of whatever login modules know, by the libraries that H2O has for that. */
public final class Logins implements LoginService {
    private interface Users {
        boolean accept(String user, String password) throws EngineFailure;
    }

    // Written once, when it is opened.
    private volatile Users users;

    @Override
    public void openHashes(Path file) throws EngineFailure {
        var hashes = new HashLoginService("H2O", file.toUri().toString());
        try {
            inOwnLoader(() -> {
                hashes.start();
                return null;
            });
        } catch (Exception e) {
            throw new EngineFailure("The file of users and hashes " + file + " cannot be read", e);
        }
        users = (user, password) -> hashes.login(user, password, null) != null;
    }

    @Override
    public void openModules(String entry, Path file) throws EngineFailure {
        var modules = LoginModules.read(entry, file);
        users = modules::accept;
    }

    @Override
    public boolean accepts(String user, String password) throws EngineFailure {
        // Directories take a log-in without a password for one of nobody in particular, and let it pass.
        if (user.isEmpty() || password.isEmpty()) {
            return false;
        }
        return inOwnLoader(() -> users.accept(user, password));
    }

    private interface Call<T, E extends Exception> {
        T run() throws E;
    }

    /** The modules are found by the context loader. */
    private static <T, E extends Exception> T inOwnLoader(Call<T, E> call) throws E {
        var thread = Thread.currentThread();
        var before = thread.getContextClassLoader();
        thread.setContextClassLoader(Logins.class.getClassLoader());
        try {
            return call.run();
        } finally {
            thread.setContextClassLoader(before);
        }
    }
}
