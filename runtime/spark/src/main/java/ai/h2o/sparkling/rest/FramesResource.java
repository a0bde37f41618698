package ai.h2o.sparkling.rest;

import ai.h2o.sparkling.H2OContext;
import ai.h2o.sparkling.engine.api.ColumnDescription;
import ai.h2o.sparkling.engine.api.ColumnType;
import ai.h2o.sparkling.engine.api.FrameDescription;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;

/** The frames of the cloud, and the way back to Spark. */
@Tag(name = "Frames", description = "H2O frames, and the way from a frame to Spark")
final class FramesResource {
    static final String VIEW_NAME = "[A-Za-z_][A-Za-z0-9_]{0,127}";

    private final H2OContext context;
    private final SparkTables tables;

    FramesResource(H2OContext context, SparkTables tables) {
        this.context = context;
        this.tables = tables;
    }

    record FrameInfo(
            @Schema(description = "Key of the frame") String frame,
            long rows,
            int columns,
            @Schema(description = "Memory that it takes in the cloud, compressed") long bytes) {}

    record FrameList(List<FrameInfo> frames) {}

    record ColumnInfo(
            String name,
            ColumnType type,
            @Schema(description = "Missing cells") long missing,
            @Schema(
                            description = "Number of levels, of a categorical column",
                            requiredMode = Schema.RequiredMode.NOT_REQUIRED)
                    Integer levels,
            @Schema(description = "Smallest value", requiredMode = Schema.RequiredMode.NOT_REQUIRED) Double min,
            @Schema(description = "Largest value", requiredMode = Schema.RequiredMode.NOT_REQUIRED) Double max,
            @Schema(description = "Memory that it takes, compressed") long bytes) {}

    record FrameDetail(String frame, long rows, long bytes, int chunks, List<ColumnInfo> columns) {}

    record ViewRequest(
            @Schema(
                            description = "a name of letters, digits and underscores that does not begin with a digit",
                            pattern = VIEW_NAME,
                            requiredMode = Schema.RequiredMode.REQUIRED)
                    String view,
            @Schema(
                            description = "Whether a view of that name may be replaced; false if missing",
                            requiredMode = Schema.RequiredMode.NOT_REQUIRED)
                    boolean replace) {}

    record ViewInfo(
            @Schema(description = "Name of the temporary view in Spark") String view,
            String frame,
            List<TablesResource.FieldInfo> columns) {}

    @Route(path = "/sparkling/v1/frames")
    @Operation(summary = "The frames of the cloud")
    FrameList frames() {
        return new FrameList(context.listFrames().stream()
                .map(frame -> new FrameInfo(frame.key(), frame.rows(), frame.columns(), frame.bytes()))
                .toList());
    }

    @Route(path = "/sparkling/v1/frames/{frame}")
    @Operation(summary = "A frame and its columns")
    @ApiResponse(responseCode = "404", description = "There is no such frame")
    FrameDetail frame(
            @Parameter(name = "frame", in = ParameterIn.PATH, description = "Key of the frame", schema = @Schema)
                    String frame) {
        var found = find(context, frame);
        return new FrameDetail(
                frame,
                found.rows(),
                found.columns().stream().mapToLong(ColumnDescription::bytes).sum(),
                found.chunks(),
                found.columns().stream().map(FramesResource::describe).toList());
    }

    static FrameDescription find(H2OContext context, String frame) {
        // Fails where the cloud is lost or recovers; what follows would wait, and hold a thread of the gateway.
        context.generation();
        return context.findFrame(frame, false)
                .orElseThrow(() -> RestException.notFound("There is no H2O frame with the key '" + frame
                        + "'; sparkling/v1/frames lists those there are"))
                .description();
    }

    private static ColumnInfo describe(ColumnDescription column) {
        boolean empty = Double.isNaN(column.min()) || Double.isInfinite(column.min());
        return new ColumnInfo(
                column.name(),
                column.type(),
                column.missing(),
                column.type() == ColumnType.CATEGORICAL ? column.levels() : null,
                empty ? null : column.min(),
                empty ? null : column.max(),
                column.bytes());
    }

    @Route(method = "POST", path = "/sparkling/v1/frames/{frame}/view", status = 201)
    @Operation(
            summary = "Hand a frame to Spark as a temporary view",
            description =
                    "The view reads the frame whenever it is queried, so the frame must stay in the cloud as long.")
    @ApiResponse(responseCode = "404", description = "There is no such frame")
    @ApiResponse(responseCode = "409", description = "There is a table or view of that name")
    ViewInfo view(
            @Parameter(name = "frame", in = ParameterIn.PATH, description = "Key of the frame", schema = @Schema)
                    String frame,
            @RequestBody(required = true) ViewRequest request) {
        find(context, frame);
        if (!request.replace() && tables.exists(request.view())) {
            throw RestException.conflict("Spark has a table or view '" + request.view()
                    + "' already; choose another name, or send \"replace\": true");
        }
        var data = context.asSparkFrame(frame);
        data.createOrReplaceTempView(request.view());
        return new ViewInfo(request.view(), frame, TablesResource.fields(data));
    }
}
