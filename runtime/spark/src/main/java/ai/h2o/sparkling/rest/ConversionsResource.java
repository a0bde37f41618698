package ai.h2o.sparkling.rest;

import ai.h2o.sparkling.H2OContext;
import ai.h2o.sparkling.frames.FrameConversion;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Conversions from Spark to H2O, whoever has started them. Answers in every state. */
@Tag(name = "Conversions", description = "Conversions under way, and those that have ended")
final class ConversionsResource {
    private final H2OContext context;

    ConversionsResource(H2OContext context) {
        this.context = context;
    }

    record ConversionInfo(
            @Schema(description = "By which it is asked for again") String conversion,
            @Schema(description = "Key of the frame that it makes") String frame,
            FrameConversion.Outcome state,
            @Schema(description = "Share of Spark's tasks that are done, 0 to 1") double progress,
            @Schema(format = "date-time") String started,
            @Schema(description = "How long it has taken so far, or in all") long runtimeMillis,
            @Schema(description = "Rows of the finished frame", requiredMode = Schema.RequiredMode.NOT_REQUIRED)
                    Long rows,
            @Schema(description = "What went wrong", requiredMode = Schema.RequiredMode.NOT_REQUIRED) String problem) {}

    record ConversionList(@Schema(description = "The latest first") List<ConversionInfo> conversions) {}

    static ConversionInfo describe(FrameConversion conversion) {
        return new ConversionInfo(
                conversion.id(),
                conversion.key(),
                conversion.outcome(),
                unfinished(conversion) ? 0 : conversion.progress(),
                conversion.started().toString(),
                Duration.between(conversion.started(), conversion.ended().orElseGet(Instant::now))
                        .toMillis(),
                conversion.frame().map(frame -> frame.rows()).orElse(null),
                conversion.problem().orElse(null));
    }

    /** What failed was never there, whatever part of it had been done. */
    private static boolean unfinished(FrameConversion conversion) {
        return conversion.outcome() == FrameConversion.Outcome.FAILED
                || conversion.outcome() == FrameConversion.Outcome.CANCELLED;
    }

    @Route(path = "/sparkling/v1/conversions")
    @Operation(summary = "The conversions of this context", description = "Answers in every state.")
    ConversionList conversions() {
        return new ConversionList(context.conversions().latestFirst().stream()
                .map(ConversionsResource::describe)
                .toList());
    }

    @Route(path = "/sparkling/v1/conversions/{conversion}")
    @Operation(summary = "How far a conversion is", description = "Answers in every state.")
    @ApiResponse(responseCode = "404", description = "There is no such conversion")
    ConversionInfo conversion(
            @Parameter(name = "conversion", in = ParameterIn.PATH, description = "Its id", schema = @Schema)
                    String id) {
        return describe(find(id));
    }

    @Route(method = "DELETE", path = "/sparkling/v1/conversions/{conversion}", status = 202)
    @Operation(
            summary = "Cancel a conversion",
            description = "Ends its Spark jobs; nothing stays behind. One that has ended stays as it is.")
    @ApiResponse(responseCode = "404", description = "There is no such conversion")
    ConversionInfo cancel(
            @Parameter(name = "conversion", in = ParameterIn.PATH, description = "Its id", schema = @Schema)
                    String id) {
        var conversion = find(id);
        conversion.cancel();
        return describe(conversion);
    }

    private FrameConversion find(String id) {
        return context.conversions()
                .find(id)
                .orElseThrow(() -> RestException.notFound("There is no conversion '" + id
                        + "'; sparkling/v1/conversions lists those that are remembered"));
    }
}
