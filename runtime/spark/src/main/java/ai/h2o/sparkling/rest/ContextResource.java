package ai.h2o.sparkling.rest;

import ai.h2o.sparkling.BuildInfo;
import ai.h2o.sparkling.H2OContext;
import ai.h2o.sparkling.cloud.CloudState;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;

/** What the context is. Answers in every state. */
@Tag(name = "Context", description = "The H2OContext, its cloud and its settings")
final class ContextResource {
    private final H2OContext context;

    ContextResource(H2OContext context) {
        this.context = context;
    }

    record ContextInfo(
            @Schema(description = "Where the context is in its life") CloudState state,
            @Schema(
                            description = "Why the cloud does not work, and what to do",
                            requiredMode = Schema.RequiredMode.NOT_REQUIRED)
                    String reason,
            @Schema(description = "Name of the cloud", requiredMode = Schema.RequiredMode.NOT_REQUIRED)
                    String cloudName,
            @Schema(
                            description = "Counts the clouds of this application from 1",
                            requiredMode = Schema.RequiredMode.NOT_REQUIRED)
                    Integer generation,
            @Schema(description = "Version of Sparkling Hosted") String version,
            @Schema(description = "Version of the engine") String h2oVersion,
            String sparkVersion,
            String scalaVersion,
            String javaVersion,
            @Schema(description = "Spark's master") String master,
            @Schema(description = "Spark's name of the application") String applicationId,
            @Schema(description = "What users called the application") String applicationName,
            @Schema(description = "How often pages that show the cloud should ask again, in milliseconds")
                    long updateIntervalMillis) {}

    @Route(path = "/sparkling/v1/context")
    @Operation(
            summary = "What the context is",
            description = "Answers in every state, also when the cloud is lost; then the reason says why.")
    ContextInfo context() {
        var spark = context.session();
        var running = context.state() == CloudState.RUNNING ? context.generation() : null;
        var reason = context.reason();
        return new ContextInfo(
                context.state(),
                reason.isEmpty() ? null : reason,
                running == null ? null : running.id(),
                running == null ? null : running.number(),
                BuildInfo.version(),
                BuildInfo.engineVersion(),
                spark.version(),
                scala.util.Properties.versionNumberString(),
                System.getProperty("java.version"),
                spark.sparkContext().master(),
                spark.sparkContext().applicationId(),
                spark.sparkContext().appName(),
                context.settings().uiUpdateInterval().toMillis());
    }
}
