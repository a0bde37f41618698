package ai.h2o.sparkling.settings;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Writes what is derived from the register of settings: the reference for users, and the table from which Python makes
 * the methods of its {@code H2OConf}. Both are committed; a test fails when they are not what this class would write.
 */
public final class SettingsReference {

    /** The reference for users, from the root of the repository. */
    static final Path REFERENCE = Path.of("docs", "settings.md");

    /** The table for Python, from the root of the repository. */
    static final Path TABLE = Path.of("wheel", "src", "pysparkling", "settings.json");

    private SettingsReference() {}

    /**
     * Rewrites both files.
     *
     * @param args the root of the repository, or nothing for the working directory
     */
    public static void main(String[] args) throws IOException {
        Path root = Path.of(args.length == 0 ? "" : args[0]);
        for (Map.Entry<Path, String> file : files().entrySet()) {
            Path path = root.resolve(file.getKey());
            Files.createDirectories(path.toAbsolutePath().getParent());
            Files.writeString(path, file.getValue(), UTF_8);
        }
    }

    /** Content of each file by its path from the root of the repository. */
    static Map<Path, String> files() {
        Map<Path, String> files = new LinkedHashMap<>();
        files.put(REFERENCE, reference());
        files.put(TABLE, table());
        return files;
    }

    private static String reference() {
        StringBuilder text = new StringBuilder(
                """
                <!-- Generated from ai.h2o.sparkling.settings.Settings by SettingsReference; edit there. -->
                # Settings

                A setting can be given in three places. The first of these that has it counts:

                1. `H2OConf`, by its method or by name: `H2OConf().setClusterSize(2)`, `conf.set("spark.ext.h2o.cluster.size", "2")`;
                2. the Spark session: `spark.conf.set("spark.ext.h2o.cluster.size", "2")`, then Spark's configuration at start,
                   such as `--conf spark.ext.h2o.cluster.size=2` or the configuration of a hosted cluster;
                3. the default.

                All of them are checked before anything starts, and one error lists everything that is wrong. An unknown name
                under `spark.ext.h2o.` is an error that says which known name comes nearest.

                A duration is a number of milliseconds, or a number with a unit: `60s`, `5min`, `1h`. A boolean is `true` or
                `false`. Blanks around a value do not count, except in secrets, whose values are never shown.
                """);
        Settings.groups().forEach((title, settings) -> {
            text.append("\n## ").append(title).append("\n\n| name | value | default | meaning |\n|---|---|---|---|\n");
            settings.forEach(setting -> text.append("| `%s`%s | %s | %s | %s |\n"
                    .formatted(
                            setting.name(),
                            formerly(setting),
                            shownType(setting),
                            shownDefault(setting),
                            setting.documentation())));
        });
        text.append(
                """

                ## Refused

                These values ask for something that does not exist here, and passing over them in silence would not be safe, so
                they are errors. Every other value of these settings has no effect.

                | name | value | reason |
                |---|---|---|
                """);
        for (Setting<?> setting : Settings.all()) {
            if (setting.status() instanceof Setting.Status.Refused refused) {
                text.append(
                        "| `%s` | %s | %s |\n".formatted(setting.name(), refused.value(), capital(refused.reason())));
            }
        }
        text.append(
                """

                ## Without effect

                Known from Sparkling Water and accepted with any value, so that an existing configuration keeps working. Nothing
                here needs them.

                | names | reason |
                |---|---|
                """);
        withoutEffect()
                .forEach((reason, names) -> text.append("| %s | %s |\n".formatted(String.join("<br>", names), reason)));
        return text.toString();
    }

    /** Names by reason, since most of them share one with many others. */
    private static Map<String, List<String>> withoutEffect() {
        Map<String, List<String>> namesByReason = new LinkedHashMap<>();
        for (Setting<?> setting : Settings.all()) {
            if (setting.status() instanceof Setting.Status.WithoutEffect withoutEffect) {
                namesByReason
                        .computeIfAbsent(withoutEffect.reason(), reason -> new ArrayList<>())
                        .add("`" + setting.name() + "`" + formerly(setting));
            }
        }
        return namesByReason;
    }

    private static String formerly(Setting<?> setting) {
        return setting.formerNames().isEmpty()
                ? ""
                : setting.formerNames().stream()
                        .map(name -> "`" + name + "`")
                        .collect(Collectors.joining(", ", " (also ", ")"));
    }

    private static String shownType(Setting<?> setting) {
        List<String> choices = setting.type().choices();
        return choices.isEmpty() ? setting.type().name() : String.join(", ", choices);
    }

    private static <T> String shownDefault(Setting<T> setting) {
        return setting.defaultValue()
                .map(value -> "`" + setting.type().format(value) + "`")
                .orElse("");
    }

    private static String capital(String text) {
        return Character.toUpperCase(text.charAt(0)) + text.substring(1);
    }

    private static String table() {
        return Settings.all().stream()
                .map(SettingsReference::entry)
                .collect(Collectors.joining(",\n", "{\n  \"settings\": [\n", "\n  ]\n}\n"));
    }

    private static String entry(Setting<?> setting) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("name", json(setting.name()));
        fields.put("type", json(setting.type().name()));
        fields.put("choices", json(setting.type().choices()));
        fields.put("default", plainDefault(setting).map(SettingsReference::json).orElse("null"));
        fields.put("doc", json(setting.documentation()));
        fields.put("status", json(status(setting)));
        fields.put("note", note(setting).map(SettingsReference::json).orElse("null"));
        fields.put("secret", String.valueOf(setting.isSecret()));
        fields.put("formerNames", json(setting.formerNames()));
        fields.put("getters", json(setting.getters()));
        fields.put(
                "setters",
                setting.setters().stream()
                        .map(setter ->
                                "{\"name\": %s, \"sets\": %s}".formatted(json(setter.name()), json(setter.sets())))
                        .collect(Collectors.joining(", ", "[", "]")));
        return fields.entrySet().stream()
                .map(field -> "      " + json(field.getKey()) + ": " + field.getValue())
                .collect(Collectors.joining(",\n", "    {\n", "\n    }"));
    }

    private static String status(Setting<?> setting) {
        Setting.Status status = setting.status();
        if (status instanceof Setting.Status.Active) {
            return "active";
        }
        return status instanceof Setting.Status.Refused ? "refused" : "without_effect";
    }

    private static Optional<String> note(Setting<?> setting) {
        Setting.Status status = setting.status();
        if (status instanceof Setting.Status.Refused refused) {
            return Optional.of("The value '%s' is refused: %s".formatted(refused.value(), refused.reason()));
        }
        return status instanceof Setting.Status.WithoutEffect withoutEffect
                ? Optional.of(withoutEffect.reason())
                : Optional.empty();
    }

    /** The default as text; durations in milliseconds, because that is what getters have always given. */
    private static <T> Optional<String> plainDefault(Setting<T> setting) {
        return setting.defaultValue()
                .map(value -> value instanceof Duration duration
                        ? String.valueOf(duration.toMillis())
                        : setting.type().format(value));
    }

    private static String json(List<String> texts) {
        return texts.stream().map(SettingsReference::json).collect(Collectors.joining(", ", "[", "]"));
    }

    private static String json(Map<String, String> texts) {
        return texts.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(entry -> json(entry.getKey()) + ": " + json(entry.getValue()))
                .collect(Collectors.joining(", ", "{", "}"));
    }

    private static String json(String text) {
        StringBuilder json = new StringBuilder("\"");
        text.chars().forEach(c -> {
            if (c == '"' || c == '\\') {
                json.append('\\').append((char) c);
            } else if (c < ' ') {
                json.append("\\u%04x".formatted(c));
            } else {
                json.append((char) c);
            }
        });
        return json.append('"').toString();
    }
}
