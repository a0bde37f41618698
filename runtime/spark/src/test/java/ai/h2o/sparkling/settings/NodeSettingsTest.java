package ai.h2o.sparkling.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NodeSettingsTest {

    @Test
    void byDefaultANodeGetsPortsAndLogLevelOnly() {
        NodeSettings node = node(Map.of());

        assertThat(node.engineArguments())
                .containsExactly("-baseport", "54321", "-port_offset", "1", "-log_level", "WARN");
        assertThat(node.threads()).isEmpty();
        assertThat(node.engineDir()).isEmpty();
        assertThat(node.icedDir()).isEmpty();
        assertThat(node.logDir()).isEmpty();
        assertThat(node.flowDir()).isEmpty();
        assertThat(node.secureConnections()).isTrue();
    }

    @Test
    void everySettingOfANodeReachesItsCommandLine() {
        NodeSettings node = node(Map.ofEntries(
                Map.entry("spark.ext.h2o.base.port", "50000"),
                Map.entry("spark.ext.h2o.internal.port.offset", "10"),
                Map.entry("spark.ext.h2o.log.level", "error"),
                Map.entry("spark.ext.h2o.nthreads", "3"),
                Map.entry("spark.ext.h2o.iced.dir", "/iced"),
                Map.entry("spark.ext.h2o.log.dir", "/logs"),
                Map.entry("spark.ext.h2o.flow.dir", "hdfs://host/flows"),
                Map.entry("spark.ext.h2o.engine.dir", "/engine"),
                Map.entry("spark.ext.h2o.allow_insecure_xgboost", "true"),
                Map.entry("spark.ext.h2o.internal_secure_connections", "false"),
                Map.entry("spark.ext.h2o.flow.extra.http.headers", "X-A: b"),
                Map.entry("spark.ext.h2o.extra.properties", "-features beta")));

        assertThat(String.join(" ", node.engineArguments()))
                .isEqualTo("-baseport 50000 -port_offset 10 -log_level ERRR -nthreads 3 -log_dir /logs"
                        + " -flow_dir hdfs://host/flows -allow_insecure_xgboost -add_http_header X-A b -features beta");
        assertThat(node.basePort()).isEqualTo(50_000);
        assertThat(node.portOffset()).isEqualTo(10);
        assertThat(node.logLevel()).isEqualTo(LogLevel.ERROR);
        assertThat(node.threads()).hasValue(3);
        assertThat(node.engineDir()).hasValue("/engine");
        assertThat(node.icedDir()).hasValue("/iced");
        assertThat(node.logDir()).hasValue("/logs");
        assertThat(node.flowDir()).hasValue("hdfs://host/flows");
        assertThat(node.secureConnections()).isFalse();
    }

    @Test
    void itTravelsToExecutorsWithoutSecrets() throws IOException, ClassNotFoundException {
        NodeSettings node = node(Map.of("spark.ext.h2o.password", "open sesame", "spark.ext.h2o.nthreads", "3"));

        var bytes = new ByteArrayOutputStream();
        try (var out = new ObjectOutputStream(bytes)) {
            out.writeObject(node);
        }
        assertThat(bytes.toString(StandardCharsets.ISO_8859_1)).doesNotContain("open sesame");
        try (var in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            assertThat(((NodeSettings) in.readObject()).engineArguments()).isEqualTo(node.engineArguments());
        }
    }

    private static NodeSettings node(Map<String, String> conf) {
        return SparklingSettings.resolve(conf, Map.of()).node();
    }
}
