package ai.h2o.sparkling.rest;

import ai.h2o.sparkling.H2OContext;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.Optional;
import java.util.UUID;

/** The way back from a frame, at the path that Sparkling Water had for it. */
@Tag(name = FormerDataFrames.TAG)
final class FormerFrames {
    private final H2OContext context;

    FormerFrames(H2OContext context) {
        this.context = context;
    }

    record ToDataFrame(String h2oframeId, String dataframeId) {}

    @Route(method = "POST", path = "/3/h2oframes/{h2oframe_id}/dataframe", form = true)
    @Operation(
            summary = "Hand a frame to Spark as a temporary view",
            description = "A temporary view that had the name before is replaced.")
    @ApiResponse(responseCode = "404", description = "There is no such frame")
    ToDataFrame convert(
            @Parameter(name = "h2oframe_id", in = ParameterIn.PATH, description = "Key of the frame", schema = @Schema)
                    String key,
            @Parameter(
                            name = "dataframe_id",
                            in = ParameterIn.QUERY,
                            description = "Name of the view; without it one is made up",
                            schema =
                                    @Schema(
                                            pattern = FramesResource.VIEW_NAME,
                                            description =
                                                    "a name of letters, digits and underscores that does not begin with a digit"))
                    Optional<String> view) {
        FramesResource.find(context, key);
        var name = view.orElseGet(
                () -> "df_" + UUID.randomUUID().toString().replace("-", "").substring(0, 12));
        context.asSparkFrame(key).createOrReplaceTempView(name);
        return new ToDataFrame(key, name);
    }
}
