package ai.h2o.sparkling.rest;

import ai.h2o.sparkling.H2OContext;
import ai.h2o.sparkling.settings.Settings;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.Optional;

/** Settings, at the path that Sparkling Water had for them. */
@Tag(name = FormerDataFrames.TAG)
final class FormerOptions {
    private final H2OContext context;

    FormerOptions(H2OContext context) {
        this.context = context;
    }

    record OptionInfo(String name, String value) {}

    @Route(path = "/3/option")
    @Operation(summary = "The value of a setting", description = "Secrets are not told. Answers in every state.")
    @ApiResponse(responseCode = "404", description = "There is no such setting, or it has no value that is told")
    OptionInfo option(
            @Parameter(
                            name = "name",
                            in = ParameterIn.QUERY,
                            required = true,
                            description = "Full name of the setting",
                            schema = @Schema)
                    String name) {
        return Settings.find(name)
                .filter(setting -> !setting.isSecret())
                .flatMap(setting -> Optional.ofNullable(
                                context.settings().explicit().get(setting.name()))
                        .or(() -> Optional.ofNullable(
                                context.settings().describe().get(setting.name()))))
                .map(value -> new OptionInfo(name, value))
                .orElseThrow(() -> RestException.notFound("There is no setting '" + name
                        + "' with a value that is told; did you mean '" + Settings.nearestTo(name) + "'?"));
    }
}
