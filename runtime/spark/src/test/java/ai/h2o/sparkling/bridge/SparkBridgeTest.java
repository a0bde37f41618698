package ai.h2o.sparkling.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;

class SparkBridgeTest {
    @Test
    void rowsPinsAndExecutorsOnThisSpark() {
        try (var spark = SparkSession.builder()
                .master("local[2]")
                .config("spark.ui.enabled", "false")
                .getOrCreate()) {
            var rows = SparkBridge.internalRows(spark.range(0, 10, 1, 3).toDF());
            assertThat(rows.map(row -> row.getLong(0)).collect())
                    .containsExactly(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L);
            var executors = SparkBridge.executors(spark.sparkContext());
            assertThat(executors).singleElement().satisfies(executor -> {
                assertThat(executor.id()).isEqualTo("driver");
                assertThat(executor.location()).isEqualTo("executor_" + executor.host() + "_driver");
            });
            var pinned = SparkBridge.pinned(
                    spark.sparkContext(), List.of("a", "b"), List.of(executors.get(0), executors.get(0)));
            assertThat(pinned.getNumPartitions()).isEqualTo(2);
            assertThat(pinned.collect()).containsExactly("a", "b");
        }
    }
}
