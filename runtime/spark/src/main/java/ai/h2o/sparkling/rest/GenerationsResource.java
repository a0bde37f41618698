package ai.h2o.sparkling.rest;

import ai.h2o.sparkling.H2OContext;
import ai.h2o.sparkling.cloud.GenerationHistory;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;

/** The clouds that the application has had. Answers in every state. */
@Tag(name = "Cloud")
final class GenerationsResource {
    private final H2OContext context;

    GenerationsResource(H2OContext context) {
        this.context = context;
    }

    record GenerationInfo(
            @Schema(description = "Counts the clouds of this application from 1") int number,
            String cloudName,
            @Schema(description = "Executors with a node, the leader's first") List<String> executors,
            @Schema(description = "When it was ready", format = "date-time") String formed,
            @Schema(
                            description = "When it ended; missing while it lives",
                            format = "date-time",
                            requiredMode = Schema.RequiredMode.NOT_REQUIRED)
                    String ended,
            @Schema(
                            description = "Why it ended; missing while it lives",
                            requiredMode = Schema.RequiredMode.NOT_REQUIRED)
                    String cause,
            @Schema(description = "Whether it ended by the loss of an executor") boolean lost) {}

    record GenerationList(
            @Schema(description = "How often a cloud was formed after one that was lost") int recoveries,
            @Schema(description = "The latest first") List<GenerationInfo> generations) {}

    @Route(path = "/sparkling/v1/generations")
    @Operation(
            summary = "The clouds that this application has had, and why they ended",
            description = "Answers in every state, also when the cloud is lost.")
    GenerationList generations() {
        var history = context.history();
        return new GenerationList(
                history.recoveries(),
                history.latestFirst().stream()
                        .map(GenerationsResource::describe)
                        .toList());
    }

    private static GenerationInfo describe(GenerationHistory.Entry entry) {
        var generation = entry.generation();
        return new GenerationInfo(
                generation.number(),
                generation.id(),
                generation.members().stream()
                        .map(member -> member.executor().id())
                        .toList(),
                entry.formed().toString(),
                entry.ended() == null ? null : entry.ended().toString(),
                entry.cause(),
                entry.lost());
    }
}
