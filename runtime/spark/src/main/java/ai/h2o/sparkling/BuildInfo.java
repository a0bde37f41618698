package ai.h2o.sparkling;

import ai.h2o.sparkling.isolation.EngineArchive;

/** What this jar is. */
public final class BuildInfo {
    private BuildInfo() {}

    /** Version of Sparkling Hosted. */
    public static String version() {
        return EngineArchive.own().version();
    }

    /** Version of the H2O engine inside. */
    public static String engineVersion() {
        return EngineArchive.own().engineVersion();
    }

    /** Where this class was loaded from, or an empty text. */
    public static String location() {
        var source = BuildInfo.class.getProtectionDomain().getCodeSource();
        return source == null ? "" : source.getLocation().toString();
    }
}
