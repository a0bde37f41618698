package ai.h2o.sparkling.engine.patched;

import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;

/** Properties that parts of the engine set for one another: the build sends these calls here, away from the system's properties. */
public final class EngineProperties {
    private static final Map<String, String> OWN = new ConcurrentHashMap<>();

    private EngineProperties() {}

    /** In place of {@code System.setProperty}. */
    public static String setProperty(String name, String value) {
        String before = OWN.put(name, value);
        return before == null ? System.getProperty(name) : before;
    }

    /** In place of {@code Integer.getInteger}: the engine's own, else the system's. */
    public static Integer getInteger(String name, int otherwise) {
        String own = OWN.get(name);
        return own == null ? Integer.getInteger(name, otherwise) : Integer.valueOf(own);
    }

    /** In place of {@code System.getProperties}: a copy, which the caller may keep and change. */
    public static Properties getProperties() {
        var copy = new Properties();
        for (String name : System.getProperties().stringPropertyNames()) {
            copy.setProperty(name, System.getProperty(name, ""));
        }
        return copy;
    }
}
