package ai.h2o.sparkling.engine;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.apache.log4j.Level;
import org.apache.log4j.Logger;
import org.apache.log4j.Priority;
import water.util.Log;

/**
 * Where H2O's lines go: the build sends its calls of the logger here. Spark's log gets them as before, by Spark's own
 * configuration; besides, they are kept in files where H2O looks when its users ask for logs.
 */
public final class EngineLog {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("MM-dd HH:mm:ss.SSS", Locale.ROOT);

    // Closed and made anew with the node, for the class loader has one node in its life.
    private static final LogFiles FILES = new LogFiles(Log::getLogFilePath);

    private EngineLog() {}

    /** In place of {@code Logger.log}. */
    public static void log(Logger logger, Priority level, Object message) {
        logger.log(level, message);
        keep(level, message, null);
    }

    /** In place of {@code Logger.log}. */
    public static void log(Logger logger, Priority level, Object message, Throwable error) {
        logger.log(level, message, error);
        keep(level, message, error);
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
