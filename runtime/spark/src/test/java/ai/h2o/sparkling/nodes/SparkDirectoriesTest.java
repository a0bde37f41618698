package ai.h2o.sparkling.nodes;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class SparkDirectoriesTest {
    private static final Path ONE = Path.of("/disk1/spark-a/executor-b");
    private static final Path OTHER = Path.of("/disk2/spark-c/executor-d");

    @Test
    void aWorkersOwnDirectoryComesFirstOnTheFirstDisk() {
        assertThat(SparkDirectories.ofHost(List.of(OTHER, ONE), ONE + ":" + OTHER))
                .containsExactly(ONE.getParent(), ONE);
    }

    @Test
    void withoutAWorkerItIsWhereBlocksAre() {
        assertThat(SparkDirectories.ofHost(List.of(OTHER, ONE), null)).containsExactly(ONE);
    }

    @Test
    void whatSomebodyElseHasSetIsNotSparks() {
        assertThat(SparkDirectories.ofHost(List.of(ONE), "/mnt/executor-x")).containsExactly(ONE);
    }
}
