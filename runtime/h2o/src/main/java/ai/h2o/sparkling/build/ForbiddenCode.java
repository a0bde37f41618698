package ai.h2o.sparkling.build;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Fails the build when the engine holds what came after the last open release: the gate that refuses to write MOJOs, and code that
 * calls home.
 */
final class ForbiddenCode {
    private static final Pattern CLASS_NAMES =
            Pattern.compile("enterprisegate|telemetr|posthog|mixpanel|phonehome|analytics");

    private static final Pattern STRINGS = Pattern.compile(
            "enterprisegate|enterprise license|telemetr|posthog|mixpanel|segment\\.io|google-analytics|amplitude\\.com|sentry\\.io");

    private ForbiddenCode() {}

    static void check(Archive engine) {
        List<String> faults = new ArrayList<>();
        engine.files().forEach((name, bytes) -> {
            boolean own = name.startsWith("water/") || name.startsWith("hex/") || name.startsWith("ai/h2o/");
            if (!own || !name.endsWith(".class")) {
                return;
            }
            if (CLASS_NAMES.matcher(name.toLowerCase(Locale.ROOT)).find()) {
                faults.add("  class " + name);
            }
            for (String text : ClassReferences.stringsOf(bytes)) {
                if (STRINGS.matcher(text.toLowerCase(Locale.ROOT)).find()) {
                    faults.add("  text \"" + text + "\" in " + name);
                }
            }
        });
        if (!faults.isEmpty()) {
            throw new BuildFailure(
                    "The engine holds a licence gate or telemetry, which only releases after 3.46.0.11 have; "
                            + "pin h2o==3.46.0.11 in requirements.txt:\n" + String.join("\n", faults));
        }
    }
}
