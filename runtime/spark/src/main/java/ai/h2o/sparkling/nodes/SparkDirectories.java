package ai.h2o.sparkling.nodes;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.spark.SparkEnv;

/**
 * The directories of this host that Spark has. Asked of Spark because so much can decide where they are, often a host's own environment.
 * Of several disks the same one for all executors of a host.
 */
final class SparkDirectories {
    /** By it a standalone worker tells its executors which directories are their application's. */
    private static final String OF_APPLICATION = "SPARK_EXECUTOR_DIRS";

    private SparkDirectories() {}

    /** Where Spark keeps blocks; what a cluster manager gives to one application, it also cleans up. */
    static Path ofApplication() {
        return first(ofBlocks());
    }

    /**
     * Where something can lie that all executors of the host use, the best place first. A standalone worker has a directory that it removes
     * when it ends, and in it makes one for each application.
     */
    static List<Path> ofHost() {
        if (System.getenv(OF_APPLICATION) == null) {
            return List.of(ofApplication());
        }
        return List.of(first(ofBlocks().map(Path::getParent).filter(Objects::nonNull)), ofApplication());
    }

    private static Stream<Path> ofBlocks() {
        return Arrays.stream(SparkEnv.get().blockManager().diskBlockManager().localDirs())
                .map(blocks -> blocks.toPath().toAbsolutePath().getParent());
    }

    private static Path first(Stream<Path> directories) {
        return directories
                .min(Comparator.naturalOrder())
                .orElseGet(() -> Path.of(System.getProperty("java.io.tmpdir")));
    }
}
