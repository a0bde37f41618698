package ai.h2o.sparkling.python;

import ai.h2o.sparkling.BuildInfo;
import ai.h2o.sparkling.H2OConf;
import ai.h2o.sparkling.H2OContext;
import ai.h2o.sparkling.cloud.CloudState;
import ai.h2o.sparkling.engine.api.CloudDescription;
import ai.h2o.sparkling.nodes.Generation;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Static entry points for Python. */
public final class PythonEntry {
    private PythonEntry() {}

    /**
     * Starts {@link H2OContext#getOrCreate(SparkSession, H2OConf)} and returns at once.
     *
     * @param overrides settings under their full names
     */
    public static PendingContext getOrCreate(SparkSession spark, Map<String, String> overrides) {
        return PendingContext.start(spark, new H2OConf(overrides));
    }

    /** The running context, or {@code null}. */
    public static H2OContext get() {
        return H2OContext.get().orElse(null);
    }

    /** See {@link H2OContext#leave}. */
    public static void leave(H2OContext context, List<SparkSession> sessions) {
        context.leave(sessions);
    }

    /** Starts to form the cloud again and returns at once. */
    public static PendingContext resize(H2OContext context) {
        return PendingContext.resize(context);
    }

    /** Waits, elsewhere, until a cloud that recovers is there again. */
    public static PendingContext recovered(H2OContext context) {
        return PendingContext.recovered(context);
    }

    /** Starts a conversion and returns at once; {@code name} may be {@code null}. */
    public static PendingFrame asH2OFrame(H2OContext context, Dataset<Row> data, String name) {
        return new PendingFrame(
                context.startConversion(data, name), context.settings().conversionTimeout());
    }

    /** Starts to read from a URI and returns at once; {@code name} may be {@code null}. */
    public static PendingFrame importFrame(H2OContext context, String uri, String name) {
        return new PendingFrame(
                context.startImport(uri, name), context.settings().conversionTimeout());
    }

    /** Who serves which scheme of URIs. */
    public static String storageJson(H2OContext context) {
        var schemes = JsonNodeFactory.instance.arrayNode();
        for (var storage : context.storage()) {
            schemes.addObject()
                    .put("scheme", storage.scheme())
                    .put("provider", storage.provider())
                    .put("reason", storage.reason());
        }
        return schemes.toString();
    }

    public static Dataset<Row> asSparkFrame(H2OContext context, String key, boolean copyMetadata) {
        return context.asSparkFrame(key, copyMetadata);
    }

    /** How to log in to the gateway. Holds the password: it goes to the {@code h2o} client and nowhere else. */
    public static String connectionJson(H2OContext context) {
        var settings = context.settings();
        return JsonNodeFactory.instance
                .objectNode()
                .put("url", context.gatewayURL())
                .put("user", settings.userName())
                .put("password", settings.password().reveal())
                .put("verify_ssl", settings.verifySslCertificates())
                .put("certificate", context.gatewayCertificate().orElse(null))
                .toString();
    }

    /** What the card in a notebook shows. */
    public static String describeJson(H2OContext context) {
        var spark = context.session();
        var json = JsonNodeFactory.instance
                .objectNode()
                .put("version", BuildInfo.version())
                .put("h2o_version", BuildInfo.engineVersion())
                .put("spark_version", spark.version())
                .put("scala_version", scala.util.Properties.versionNumberString())
                .put("java_version", System.getProperty("java.version"))
                .put("master", spark.sparkContext().master())
                .put("application_id", spark.sparkContext().applicationId())
                .put("flow_url", context.flowURL())
                .put("fingerprint", context.gatewayFingerprint().orElse(null))
                .put("state", context.state().name());
        if (context.state() == CloudState.RUNNING) {
            var generation = context.generation();
            json.put("cloud_name", generation.id()).put("generation", generation.number());
            nodes(json, generation, context.describeCloud());
        }
        return json.toString();
    }

    private static void nodes(ObjectNode json, Generation generation, CloudDescription cloud) {
        var nodes = json.putArray("nodes");
        for (int i = 0; i < cloud.members().size(); i++) {
            var member = cloud.members().get(i);
            nodes.addObject()
                    .put(
                            "executor",
                            generation
                                    .at(member.address())
                                    .map(m -> m.executor().id())
                                    .orElse("?"))
                    .put("host", member.address().host())
                    .put("port", member.address().apiPort())
                    .put("free_memory", member.freeMemory())
                    .put("max_memory", member.maxMemory())
                    .put("cores", member.threads())
                    .put("leader", i == cloud.leader());
        }
    }
}
