package ai.h2o.sparkling.engine.patched;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.apache.log4j.Level;
import org.apache.log4j.Logger;
import org.apache.log4j.Priority;
import water.util.Log;

/**
 * Where H2O's lines go: the build sends its calls of the logger here. Spark's log gets them by the node's level and Spark's own
 * configuration; besides, they are kept in files where H2O looks when its users ask for logs.
 */
public final class EngineLog {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("MM-dd HH:mm:ss.SSS", Locale.ROOT);

    /** Of log4j, by H2O's own numbers. */
    private static final List<Integer> LEVELS = List.of(
            Priority.FATAL_INT,
            Priority.ERROR_INT,
            Priority.WARN_INT,
            Priority.INFO_INT,
            Priority.DEBUG_INT,
            Level.TRACE_INT);

    // Closed and made anew with the node, for the class loader has one node in its life.
    private static final LogFiles FILES = new LogFiles(Log::getLogFilePath);

    private EngineLog() {}

    /** In place of {@code Logger.log}. */
    public static void log(Logger logger, Priority level, Object message) {
        if (tells(level)) {
            logger.log(level, message);
        }
        keep(level, message, null);
    }

    /** In place of {@code Logger.log}. */
    public static void log(Logger logger, Priority level, Object message, Throwable error) {
        if (tells(level)) {
            logger.log(level, message, error);
        }
        keep(level, message, error);
    }

    /** Some lines H2O sends off whatever level it was given. */
    private static boolean tells(Priority level) {
        return level.toInt() >= LEVELS.get(Log.getLogLevel());
    }

    private static void keep(Priority level, Object message, Throwable error) {
        // Files are for looking back at what happened, so they have INFO even where Spark's log has less.
        int lowest = Log.isLoggingFor("trace")
                ? Level.TRACE_INT
                : Log.isLoggingFor("debug") ? Priority.DEBUG_INT : Priority.INFO_INT;
        if (level.toInt() < lowest) {
            return;
        }
        var text = new StringWriter();
        var line = new PrintWriter(text);
        line.printf(
                "%s %-5s %s: %s%n",
                TIME.format(LocalDateTime.now(ZoneId.systemDefault())),
                level,
                Thread.currentThread().getName(),
                message);
        if (error != null) {
            error.printStackTrace(line);
        }
        line.flush();
        FILES.append(level.toInt(), lowest, text.toString());
    }
}
