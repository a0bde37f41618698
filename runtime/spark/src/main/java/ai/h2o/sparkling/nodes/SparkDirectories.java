package ai.h2o.sparkling.nodes;

import java.io.File;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
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
        return ofHost(ofBlocks().toList(), System.getenv(OF_APPLICATION));
    }

    /**
     * @param ofBlocks the directories in which those of blocks are
     * @param ofApplication what the worker told, or {@code null}; where another one than a worker has set it, Spark does not use it
     */
    static List<Path> ofHost(List<Path> ofBlocks, String ofApplication) {
        var own = first(ofBlocks.stream());
        var told = ofApplication == null ? Set.of() : Set.of(ofApplication.split(File.pathSeparator));
        boolean byWorker = ofBlocks.stream().allMatch(directory -> told.contains(directory.toString()));
        return byWorker ? List.of(first(ofBlocks.stream().map(Path::getParent)), own) : List.of(own);
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
