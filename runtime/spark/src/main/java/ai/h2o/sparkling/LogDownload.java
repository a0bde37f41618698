package ai.h2o.sparkling;

import ai.h2o.sparkling.engine.api.LogFormat;
import ai.h2o.sparkling.errors.EngineException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.function.Function;

/** Writes logs to a file of the driver's. */
final class LogDownload {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMdd_HHmmss", Locale.ROOT);

    private LogDownload() {}

    static Path write(Path directory, String container, Function<LogFormat, byte[]> logs) {
        var format = format(container);
        var name = "h2ologs_" + TIME.format(LocalDateTime.now(ZoneId.systemDefault())) + "."
                + format.name().toLowerCase(Locale.ROOT);
        var content = logs.apply(format);
        try {
            Files.createDirectories(directory);
            return Files.write(directory.resolve(name), content).toAbsolutePath();
        } catch (IOException e) {
            throw new EngineException(
                    "The logs could not be written to '" + directory + "' on the driver: " + e
                            + "; name a directory that it may write to",
                    e);
        }
    }

    private static LogFormat format(String container) {
        for (var format : LogFormat.values()) {
            if (format.name().equals(container)) {
                return format;
            }
        }
        throw new EngineException("Logs come as 'ZIP' or as 'LOG', which is plain text, not as '" + container + "'");
    }
}
