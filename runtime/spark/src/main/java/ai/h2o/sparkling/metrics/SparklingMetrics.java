package ai.h2o.sparkling.metrics;

import ai.h2o.sparkling.cloud.CloudState;
import ai.h2o.sparkling.engine.api.ColumnDescription;
import ai.h2o.sparkling.frames.FrameConversion;
import com.codahale.metrics.Counter;
import com.codahale.metrics.Gauge;
import com.codahale.metrics.MetricRegistry;
import com.codahale.metrics.Timer;
import java.time.Duration;
import java.time.Instant;
import org.apache.spark.SparkEnv;
import org.apache.spark.metrics.source.Source;

/**
 * The figures of one context. Sources are meant for Spark's own code, but their two methods are the same in all of its
 * versions, and so is the library behind them.
 */
public final class SparklingMetrics implements Source {
    private static final String NAME = "sparkling";

    private final MetricRegistry registry = new MetricRegistry();
    private final Timer time = registry.timer("conversions.time");
    private final Counter running = registry.counter("conversions.running");
    private final Counter succeeded = registry.counter("conversions.succeeded");
    private final Counter failed = registry.counter("conversions.failed");
    private final Counter cancelled = registry.counter("conversions.cancelled");
    private final Counter rows = registry.counter("conversions.rows");
    private final Counter bytes = registry.counter("conversions.bytes");

    public SparklingMetrics(CloudFacts facts) {
        // Numbers all of them, because Prometheus takes nothing else.
        gauge("cloud.running", () -> facts.state() == CloudState.RUNNING ? 1 : 0);
        gauge("cloud.lost", () -> facts.state() == CloudState.LOST ? 1 : 0);
        gauge("cloud.nodes", facts::nodes);
        gauge("cloud.recoveries", facts::recoveries);
    }

    private void gauge(String name, Gauge<Integer> value) {
        registry.register(name, value);
    }

    @Override
    public String sourceName() {
        return NAME;
    }

    @Override
    public MetricRegistry metricRegistry() {
        return registry;
    }

    /** From now on Spark's sinks see them. */
    public void register() {
        SparkEnv.get().metricsSystem().registerSource(this);
    }

    /** Takes them away again; does nothing when Spark has ended. */
    public void remove() {
        var spark = SparkEnv.get();
        if (spark != null && spark.metricsSystem() != null) {
            spark.metricsSystem().removeSource(this);
        }
    }

    /** Counts a conversion now, and what comes of it when it ends. */
    public void count(FrameConversion conversion) {
        running.inc();
        conversion.whenDone(() -> ended(conversion));
    }

    private void ended(FrameConversion conversion) {
        running.dec();
        time.update(Duration.between(conversion.started(), conversion.ended().orElseGet(Instant::now)));
        switch (conversion.outcome()) {
            case SUCCEEDED -> succeeded.inc();
            case CANCELLED -> cancelled.inc();
            default -> failed.inc();
        }
        conversion.frame().ifPresent(frame -> {
            rows.inc(frame.rows());
            bytes.inc(
                    frame.columns().stream().mapToLong(ColumnDescription::bytes).sum());
        });
    }
}
