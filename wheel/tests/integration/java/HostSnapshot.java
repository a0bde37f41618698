import java.lang.management.ManagementFactory;
import java.lang.reflect.Field;
import java.net.Authenticator;
import java.net.CookieHandler;
import java.net.HttpURLConnection;
import java.net.ProxySelector;
import java.net.URL;
import java.security.Security;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.TimeZone;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.logging.LogManager;
import java.util.logging.Logger;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.spark.SparkEnv;
import org.apache.spark.sql.api.java.UDF1;

/** What belongs to a JVM as a whole, and so to whoever started it. As a function of Spark it looks at the executor that it runs in. */
public final class HostSnapshot implements UDF1<Long, Map<String, String>> {
    private static final long serialVersionUID = 1;

    @Override
    public Map<String, String> call(Long ignored) throws Exception {
        Map<String, String> snapshot = new TreeMap<>();
        snapshot.put("executor", SparkEnv.get().executorId());
        System.getProperties().forEach((name, value) -> snapshot.put("property " + name, "" + value));
        snapshot.put("uncaught exceptions", "" + Thread.getDefaultUncaughtExceptionHandler());
        snapshot.put("security manager", "" + securityManager());
        snapshot.put("security providers", Arrays.toString(Security.getProviders()));
        snapshot.put("locale", Locale.getDefault() + " " + Locale.getDefault(Locale.Category.FORMAT));
        snapshot.put("time zone", TimeZone.getDefault().getID());
        snapshot.put("URL handlers", "" + field(URL.class, "factory"));
        snapshot.put("authenticator", "" + Authenticator.getDefault());
        snapshot.put("cookies", "" + CookieHandler.getDefault());
        snapshot.put("proxies", "" + ProxySelector.getDefault());
        snapshot.put("redirects", "" + HttpURLConnection.getFollowRedirects());
        snapshot.put("streams", System.in + " " + System.out + " " + System.err);
        snapshot.put("shutdown hooks", "" + hooks());
        snapshot.put("MBeans", "" + new TreeSet<>(ManagementFactory.getPlatformMBeanServer().queryNames(null, null)));
        julTo(snapshot);
        log4jTo(snapshot);
        return snapshot;
    }

    @SuppressWarnings("removal")
    private static Object securityManager() {
        return System.getSecurityManager();
    }

    private static Object field(Class<?> owner, String name) throws ReflectiveOperationException {
        Field field = owner.getDeclaredField(name);
        field.setAccessible(true);
        return field.get(null);
    }

    private static TreeSet<String> hooks() throws ReflectiveOperationException {
        var names = new TreeSet<String>();
        var hooks = (Map<?, ?>) field(Class.forName("java.lang.ApplicationShutdownHooks"), "hooks");
        hooks.keySet().forEach(hook -> names.add(((Thread) hook).getName() + " " + hook.getClass().getName()));
        // That of ours, which removes what a killed application leaves, is there once and holds nothing of the engine.
        names.removeIf(name -> name.startsWith("sparkling-"));
        return names;
    }

    private static void julTo(Map<String, String> snapshot) {
        var names = LogManager.getLogManager().getLoggerNames();
        snapshot.put("JUL manager", LogManager.getLogManager().getClass().getName());
        Logger root = Logger.getLogger("");
        snapshot.put("JUL", root.getLevel() + " " + Arrays.toString(root.getHandlers()));
        while (names.hasMoreElements()) {
            Logger logger = Logger.getLogger(names.nextElement());
            if (logger.getLevel() != null || logger.getHandlers().length > 0) {
                snapshot.put("JUL " + logger.getName(), logger.getLevel() + " " + Arrays.toString(logger.getHandlers()));
            }
        }
    }

    private static void log4jTo(Map<String, String> snapshot) {
        // At its first use the bridge from the API of log4j 1 makes a logger that is called root; any library may be the first.
        org.apache.log4j.LogManager.getRootLogger();
        var context = (LoggerContext) org.apache.logging.log4j.LogManager.getContext(false);
        var configuration = context.getConfiguration();
        snapshot.put("log4j", configuration + " " + System.identityHashCode(configuration));
        configuration.getAppenders().forEach((name, appender) ->
                snapshot.put("log4j appender " + name, appender + " " + appender.getLayout()));
        configuration.getLoggers().forEach((name, logger) -> {
            // Our own are ours to set.
            if (!name.startsWith("ai.h2o.")) {
                snapshot.put("log4j logger " + name, logger.getLevel() + " " + logger.getAppenders().keySet());
            }
        });
    }
}
