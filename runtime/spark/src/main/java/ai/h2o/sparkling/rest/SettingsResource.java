package ai.h2o.sparkling.rest;

import ai.h2o.sparkling.H2OContext;
import ai.h2o.sparkling.settings.Setting;
import ai.h2o.sparkling.settings.Settings;
import ai.h2o.sparkling.settings.SparklingSettings.Origin;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.Map;

/** The settings in force, without secrets. Answers in every state. */
@Tag(name = "Context")
final class SettingsResource {
    private final H2OContext context;

    SettingsResource(H2OContext context) {
        this.context = context;
    }

    record SettingInfo(
            @Schema(description = "Full name") String setting,
            @Schema(
                            description = "Its value; missing if it has none, or is secret",
                            requiredMode = Schema.RequiredMode.NOT_REQUIRED)
                    String value,
            @Schema(description = "Where the value comes from") Origin origin,
            @Schema(description = "Whether its value is never shown") boolean secret,
            @Schema(description = "What it does") String description) {}

    record SettingList(List<SettingInfo> settings) {}

    @Route(path = "/sparkling/v1/settings")
    @Operation(summary = "The settings in force, without secrets", description = "Answers in every state.")
    SettingList settings() {
        var shown = context.settings().describe();
        return new SettingList(Settings.all().stream()
                .filter(Setting::isActive)
                .map(setting -> describe(setting, shown))
                .toList());
    }

    private SettingInfo describe(Setting<?> setting, Map<String, String> shown) {
        return new SettingInfo(
                setting.name(),
                setting.isSecret() ? null : shown.get(setting.name()),
                context.settings().origin(setting),
                setting.isSecret(),
                setting.documentation());
    }

    @Route(path = "/sparkling/v1/settings/{setting}")
    @Operation(summary = "One setting", description = "Answers in every state.")
    @ApiResponse(responseCode = "404", description = "There is no such setting")
    SettingInfo setting(
            @Parameter(
                            name = "setting",
                            in = ParameterIn.PATH,
                            description = "Full name, such as spark.ext.h2o.nthreads",
                            schema = @Schema)
                    String name) {
        var setting = Settings.find(name)
                .filter(Setting::isActive)
                .orElseThrow(() -> RestException.notFound(
                        "There is no setting '" + name + "'; did you mean '" + Settings.nearestTo(name) + "'?"));
        return describe(setting, context.settings().describe());
    }
}
