package ai.h2o.sparkling.engine.patched;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Map;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.apache.log4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The loggers of those classes of H2O and its libraries that do not log by H2O's own log: the build sends their calls that ask for one
 * here. Each lies below the logger of H2O's log, and like that tells nothing below the level that the node was started with.
 */
public final class EngineLoggers {
    private static final String ABOVE = "ai.h2o.engine.";

    /** H2O's level of the methods that must be quiet when the node's level is lower. */
    private static final Map<String, Byte> LEVELS = Map.of(
            "trace", water.util.Log.TRACE,
            "isTraceEnabled", water.util.Log.TRACE,
            "debug", water.util.Log.DEBUG,
            "isDebugEnabled", water.util.Log.DEBUG,
            "info", water.util.Log.INFO,
            "isInfoEnabled", water.util.Log.INFO);

    private EngineLoggers() {}

    /** In place of {@code Logger.getLogger}. */
    public static Logger log4j(Class<?> user) {
        return new Quiet(ABOVE + user.getName());
    }

    /** In place of {@code LoggerFactory.getLogger}. */
    public static org.slf4j.Logger slf4j(Class<?> user) {
        return slf4j(user.getName());
    }

    /** In place of {@code LoggerFactory.getLogger}. */
    public static org.slf4j.Logger slf4j(String name) {
        return quiet(org.slf4j.Logger.class, LoggerFactory.getLogger(ABOVE + name));
    }

    /** In place of {@code LogFactory.getLog}. */
    public static Log commons(Class<?> user) {
        return commons(user.getName());
    }

    /** In place of {@code LogFactory.getLog}. */
    public static Log commons(String name) {
        return quiet(Log.class, LogFactory.getLog(ABOVE + name));
    }

    private static boolean tells(byte level) {
        return level <= water.util.Log.getLogLevel();
    }

    /** A proxy, since the interfaces grow with their releases, and the platform chooses these. */
    private static <T> T quiet(Class<T> type, T logger) {
        return type.cast(Proxy.newProxyInstance(
                EngineLoggers.class.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    Byte level = LEVELS.get(method.getName());
                    if (level != null && !tells(level)) {
                        return method.getReturnType() == boolean.class ? false : null;
                    }
                    try {
                        return method.invoke(logger, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }

    /** The methods that H2O calls, of those that log below WARN. */
    @SuppressWarnings("unchecked") // log4j's own: it lists its appenders without their type
    private static final class Quiet extends Logger {
        Quiet(String name) {
            super(name);
        }

        @Override
        public boolean isTraceEnabled() {
            return tells(water.util.Log.TRACE) && super.isTraceEnabled();
        }

        @Override
        public void trace(Object message) {
            if (tells(water.util.Log.TRACE)) {
                super.trace(message);
            }
        }

        @Override
        public boolean isDebugEnabled() {
            return tells(water.util.Log.DEBUG) && super.isDebugEnabled();
        }

        @Override
        public void debug(Object message) {
            if (tells(water.util.Log.DEBUG)) {
                super.debug(message);
            }
        }

        @Override
        public void debug(Object message, Throwable error) {
            if (tells(water.util.Log.DEBUG)) {
                super.debug(message, error);
            }
        }

        @Override
        public boolean isInfoEnabled() {
            return tells(water.util.Log.INFO) && super.isInfoEnabled();
        }

        @Override
        public void info(Object message) {
            if (tells(water.util.Log.INFO)) {
                super.info(message);
            }
        }
    }
}
