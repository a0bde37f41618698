package ai.h2o.sparkling.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import ai.h2o.sparkling.H2OConf;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;

class SparkConfigurationTest {

    @Test
    void onlyWhatMayBeOursIsTaken() {
        SparkConf conf = new SparkConf(false)
                .set("spark.executor.memory", "2g")
                .set("spark.ext.h2o.nthreads", "2")
                .set("spark.ext.h20.nthreads", "3")
                .set("spark.ext.scala.int.default.num", "4");

        assertThat(SparkConfiguration.of(conf))
                .containsOnly(
                        entry("spark.ext.h2o.nthreads", "2"),
                        entry("spark.ext.h20.nthreads", "3"),
                        entry("spark.ext.scala.int.default.num", "4"));
    }

    @Test
    void nullIsRefused() {
        assertThatThrownBy(() -> SparkConfiguration.of((SparkConf) null)).hasMessage("conf is null");
        assertThatThrownBy(() -> SparkConfiguration.of((SparkSession) null)).hasMessage("session is null");
    }

    @Test
    void confGoesBeforeSessionAndSessionBeforeWhatSparkStartedWith() {
        SparkConf start = new SparkConf(false)
                .set("spark.ui.enabled", "false")
                .set("spark.ext.h2o.nthreads", "1")
                .set("spark.ext.h2o.base.port", "1")
                .set("spark.ext.h2o.cluster.size", "1");
        SparkSession session = SparkSession.builder()
                .master("local[1]")
                .appName("settings")
                .config(start)
                .getOrCreate();
        try {
            session.conf().set("spark.ext.h2o.base.port", "2");
            session.conf().set("spark.ext.h2o.cluster.size", "2");

            SparklingSettings settings = new H2OConf().setClusterSize(3).resolve(session);

            assertThat(settings.nthreads()).hasValue(1);
            assertThat(settings.basePort()).isEqualTo(2);
            assertThat(settings.clusterSize()).hasValue(3);
        } finally {
            session.stop();
        }
    }
}
