package ai.h2o.sparkling.rest;

import ai.h2o.sparkling.H2OContext;
import ai.h2o.sparkling.engine.api.LogFormat;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.Locale;
import java.util.Map;

/** The logs of all nodes. */
@Tag(name = "Cloud")
final class LogsResource {
    private final H2OContext context;

    LogsResource(H2OContext context) {
        this.context = context;
    }

    @Route(path = "/sparkling/v1/logs")
    @Operation(
            summary = "The engine's logs of all nodes",
            description = "An archive with an archive of each node in it, or one text.")
    @ApiResponse(
            responseCode = "200",
            description = "The logs",
            content = {@Content(mediaType = "application/zip"), @Content(mediaType = "text/plain")})
    Reply.Download logs(
            @Parameter(
                            name = "format",
                            in = ParameterIn.QUERY,
                            description = "zip, or log for plain text",
                            schema =
                                    @Schema(
                                            allowableValues = {"zip", "log"},
                                            defaultValue = "zip"))
                    String format) {
        var chosen = LogFormat.valueOf(format.toUpperCase(Locale.ROOT));
        return new Reply.Download(
                chosen == LogFormat.ZIP ? "application/zip" : "text/plain;charset=utf-8",
                Map.of("Content-Disposition", "attachment; filename=\"h2ologs." + format + "\""),
                context.collectLogs(chosen));
    }
}
