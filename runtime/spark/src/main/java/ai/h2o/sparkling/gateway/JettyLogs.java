package ai.h2o.sparkling.gateway;

import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.config.Configurator;
import org.eclipse.jetty.server.Server;

/**
 * Keeps the HTTP library's own log at warnings.
 *
 * <p>Below that it writes headers, and so passwords, as soon as somebody sets Spark's log level to DEBUG. Only the logger of
 * the library's package is touched, which belongs to nobody else: in the shipped jar it is a package of ours.
 */
final class JettyLogs {

    private JettyLogs() {}

    static void keepSecrets() {
        String packageName = Server.class.getPackageName();
        String library = packageName.substring(0, packageName.lastIndexOf('.'));
        try {
            // Said explicitly even where it is so already, or a later change of the root level would reach it.
            Level level = LogManager.getLogger(library).getLevel();
            Configurator.setLevel(library, level.isMoreSpecificThan(Level.WARN) ? level : Level.WARN);
        } catch (LinkageError noLog4j) {
            // Another logging library is in charge; Spark itself cannot set its level then either.
        }
    }
}
