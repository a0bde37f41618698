package ai.h2o.sparkling.gateway;

import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.config.Configurator;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.Jetty;

/**
 * Keeps the HTTP library from leaving marks in the driver: its own log stays at warnings, and a system property that it sets is put back.
 *
 * <p>Below warnings it writes headers, and so passwords, as soon as somebody sets Spark's log level to DEBUG. Only the logger of
 * the library's package is touched, which belongs to nobody else: in the shipped jar it is a package of ours.
 */
final class JettyManners {
    // What it was built from; the driver's own Jetty has another.
    private static final String BUILT_FROM = "jetty.git.hash";

    private JettyManners() {}

    /** Loads the class that sets the property, and puts back what was there. */
    static void keepProperties() {
        String before = System.getProperty(BUILT_FROM);
        var unused = Jetty.VERSION;
        if (before == null) {
            System.clearProperty(BUILT_FROM);
        } else {
            System.setProperty(BUILT_FROM, before);
        }
    }

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
