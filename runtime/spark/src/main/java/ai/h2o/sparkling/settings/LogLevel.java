package ai.h2o.sparkling.settings;

import java.util.Arrays;

/** How much the engine writes into Spark's log. */
public enum LogLevel {
    FATAL("FATAL"),
    ERROR("ERRR"),
    WARN("WARN"),
    INFO("INFO"),
    DEBUG("DEBUG"),
    TRACE("TRACE");

    private final String engineName;

    LogLevel(String engineName) {
        this.engineName = engineName;
    }

    /** The level that the engine spells so. */
    public static LogLevel of(String engineName) {
        return Arrays.stream(values())
                .filter(level -> level.engineName.equals(engineName))
                .findFirst()
                .orElseThrow();
    }

    /** The level as the engine spells it. */
    public String engineName() {
        return engineName;
    }
}
