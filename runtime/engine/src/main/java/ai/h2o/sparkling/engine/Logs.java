package ai.h2o.sparkling.engine;

import ai.h2o.sparkling.engine.api.EngineFailure;
import ai.h2o.sparkling.engine.api.LogFormat;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import water.H2O;
import water.api.LogsHandler;
import water.util.LogArchiveContainer;

/** Collects the log files of all nodes, as H2O itself does for its users. */
final class Logs {
    private Logs() {}

    static byte[] collect(LogFormat format) throws EngineFailure {
        try {
            // H2O names the file by the second, so two at a time must not meet.
            Path directory = Files.createTempDirectory(Path.of(H2O.ICE_ROOT.getPath()), "logs");
            try {
                var container = LogArchiveContainer.valueOf(format.name());
                var file = new File(LogsHandler.downloadLogs(directory.toString(), container));
                return Files.readAllBytes(file.toPath());
            } finally {
                delete(directory);
            }
        } catch (IOException e) {
            throw new EngineFailure("The logs of the nodes could not be collected: " + e, e);
        }
    }

    private static void delete(Path directory) throws IOException {
        try (var files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(directory);
    }
}
