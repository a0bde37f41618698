package ai.h2o.sparkling.engine.logins;

import ai.h2o.sparkling.engine.api.EngineFailure;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.URIParameter;
import java.util.List;
import javax.security.auth.Subject;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.CallbackHandler;
import javax.security.auth.callback.NameCallback;
import javax.security.auth.callback.PasswordCallback;
import javax.security.auth.callback.UnsupportedCallbackException;
import javax.security.auth.login.AccountException;
import javax.security.auth.login.AppConfigurationEntry;
import javax.security.auth.login.Configuration;
import javax.security.auth.login.CredentialException;
import javax.security.auth.login.FailedLoginException;
import javax.security.auth.login.LoginContext;
import javax.security.auth.login.LoginException;
import org.eclipse.jetty.jaas.callback.ObjectCallback;
import org.eclipse.jetty.jaas.callback.RequestParameterCallback;
import org.eclipse.jetty.jaas.callback.ServletRequestCallback;

/**
 * The modules of one entry of a JAAS configuration. The file is read for this alone: the JVM's own configuration, which its owner may need
 * for Kerberos, stays as it is.
 */
final class LoginModules {
    /** Where Jetty's modules were in releases that users' files were written for, and where the engine has them. */
    private static final List<String> FORMER = List.of(
            "ai.h2o.org.eclipse.jetty.plus.jaas.spi.",
            "ai.h2o.org.eclipse.jetty.jaas.spi.",
            "org.eclipse.jetty.plus.jaas.spi.",
            "org.eclipse.jetty.security.jaas.spi.");

    private static final String NOW = "org.eclipse.jetty.jaas.spi.";

    private final String entry;
    private final Configuration configuration;

    private LoginModules(String entry, AppConfigurationEntry... modules) {
        this.entry = entry;
        this.configuration = new Configuration() {
            @Override
            public AppConfigurationEntry[] getAppConfigurationEntry(String name) {
                return name.equals(entry) ? modules.clone() : null;
            }
        };
    }

    static LoginModules read(String entry, Path file) throws EngineFailure {
        AppConfigurationEntry[] found;
        try {
            found = Configuration.getInstance("JavaLoginConfig", new URIParameter(file.toUri()))
                    .getAppConfigurationEntry(entry);
        } catch (GeneralSecurityException | SecurityException e) {
            throw new EngineFailure("The login configuration " + file + " cannot be read", e);
        }
        if (found == null || found.length == 0) {
            throw new EngineFailure("The login configuration " + file + " has no entry '" + entry
                    + "', which is the one that is asked for; name it so");
        }
        var modules = new AppConfigurationEntry[found.length];
        for (int i = 0; i < found.length; i++) {
            modules[i] = new AppConfigurationEntry(
                    moduleName(found[i].getLoginModuleName(), file), found[i].getControlFlag(), found[i].getOptions());
        }
        return new LoginModules(entry, modules);
    }

    /** The name under which the module is here. */
    private static String moduleName(String name, Path file) throws EngineFailure {
        var here = name;
        for (String former : FORMER) {
            if (name.startsWith(former)) {
                here = NOW + name.substring(former.length());
                break;
            }
        }
        try {
            Class.forName(here, false, LoginModules.class.getClassLoader());
        } catch (ClassNotFoundException | LinkageError e) {
            throw new EngineFailure("The login configuration " + file + " names the module " + name
                    + ", which is neither H2O's nor Java's and not on Spark's class path; put its jar there");
        }
        return here;
    }

    boolean accept(String user, String password) throws EngineFailure {
        try {
            var context = new LoginContext(entry, new Subject(), new PasswordCallbacks(user, password), configuration);
            context.login();
            context.logout();
            return true;
        } catch (FailedLoginException | AccountException | CredentialException e) {
            return false;
        } catch (LoginException e) {
            if (KerberosAnswers.refuse(e)) {
                return false;
            }
            throw new EngineFailure("The login modules of '" + entry + "' could not tell who it is", e);
        }
    }

    /** Answers modules that ask for a name and a password, in the JDK's way and in Jetty's. */
    private record PasswordCallbacks(String user, String password) implements CallbackHandler {
        @Override
        public void handle(Callback[] callbacks) throws UnsupportedCallbackException {
            for (Callback callback : callbacks) {
                if (callback instanceof NameCallback name) {
                    name.setName(user);
                } else if (callback instanceof PasswordCallback secret) {
                    secret.setPassword(password.toCharArray());
                } else if (callback instanceof ObjectCallback credential) {
                    credential.setObject(password);
                } else if (!passedOver(callback)) {
                    throw new UnsupportedCallbackException(callback);
                }
            }
        }

        /** Jetty's modules also ask for parameters of a form, which not everybody has. */
        private static boolean passedOver(Callback callback) {
            return callback instanceof RequestParameterCallback || callback instanceof ServletRequestCallback;
        }

        @Override
        public String toString() {
            return "PasswordCallbacks[user=" + user + "]";
        }
    }
}
