package ai.h2o.sparkling.engine.patched;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.apache.log4j.Level;
import org.apache.log4j.Priority;

/**
 * The log files of a node, laid out as H2O does it: one for each level, with all that is at least as grave. A file that is
 * full makes room once, so that all of them together stay small enough to be collected from a large cloud. Guarded by its
 * own monitor.
 */
final class LogFiles {
    private static final long LARGEST = 1L << 20;

    private static final Map<String, Integer> LEVELS = levels();

    private final UnaryOperator<String> path;
    private final long largest;

    /** @param path where the file of a level is, by the level's name */
    LogFiles(UnaryOperator<String> path) {
        this(path, LARGEST);
    }

    LogFiles(UnaryOperator<String> path, long largest) {
        this.path = path;
        this.largest = largest;
    }

    private static Map<String, Integer> levels() {
        var levels = new LinkedHashMap<String, Integer>();
        levels.put("trace", Level.TRACE_INT);
        levels.put("debug", Priority.DEBUG_INT);
        levels.put("info", Priority.INFO_INT);
        levels.put("warn", Priority.WARN_INT);
        levels.put("error", Priority.ERROR_INT);
        levels.put("fatal", Priority.FATAL_INT);
        return levels;
    }

    /** Adds a line to the files of all levels from the lowest that is kept to its own. */
    synchronized void append(int level, int lowest, String line) {
        for (Map.Entry<String, Integer> file : LEVELS.entrySet()) {
            if (file.getValue() >= lowest && file.getValue() <= level) {
                append(Path.of(path.apply(file.getKey())), line);
            }
        }
    }

    private void append(Path file, String line) {
        try {
            if (Files.exists(file) && Files.size(file) + line.length() > largest) {
                Files.move(file, file.resolveSibling(file.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
            }
            if (!Files.exists(file)) {
                Files.createDirectories(file.getParent());
            }
            Files.writeString(file, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            // A full disk must not stop the engine, and a complaint would come here again.
            return;
        }
    }
}
