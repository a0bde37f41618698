package ai.h2o.sparkling.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class SparkEventsTest {
    /** As from Python: without Spark's pages, and without the session that Java would make, nobody else listens in that queue of Spark's. */
    @Test
    @Timeout(60)
    void theNextOneHearsThoughWhoEndedTheLastOneWasInterrupted() {
        var conf = new SparkConf().setMaster("local[1]").setAppName("events").set("spark.ui.enabled", "false");
        try (var spark = new JavaSparkContext(conf)) {
            var last = listening(spark.sc());
            Thread.currentThread().interrupt();
            try {
                last.end();
            } finally {
                assertThat(Thread.interrupted()).isTrue();
            }

            var next = listening(spark.sc());
            next.begin("work");
            spark.setLocalProperty(SparkEvents.WORK, "work");
            assertThat(spark.parallelize(List.of(1, 2, 3)).count()).isEqualTo(3);
            await().until(() -> !next.jobsOf("work").isEmpty());
            next.end();
        }
    }

    private static SparkEvents listening(SparkContext context) {
        var events = new SparkEvents(context, (executor, reason) -> {}, () -> {});
        context.addSparkListener(events);
        return events;
    }
}
