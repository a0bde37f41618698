package ai.h2o.sparkling.build.patch;

import java.util.Map;
import java.util.Set;

/**
 * H2O tells its Jetty by a system property how long forms may be, Jetty tells by one what it was built from, and Jython keeps its whole
 * registry there. These are the engine's own, for the system's properties belong to Spark.
 */
public final class OwnProperties extends StaticCalls {
    public OwnProperties() {
        super(
                "ai/h2o/sparkling/engine/patched/EngineProperties",
                Map.of(
                        "java/lang/System.setProperty(Ljava/lang/String;Ljava/lang/String;)Ljava/lang/String;",
                        new Place("setProperty", "(Ljava/lang/String;Ljava/lang/String;)Ljava/lang/String;"),
                        "java/lang/Integer.getInteger(Ljava/lang/String;I)Ljava/lang/Integer;",
                        new Place("getInteger", "(Ljava/lang/String;I)Ljava/lang/Integer;"),
                        "java/lang/System.getProperties()Ljava/util/Properties;",
                        new Place("getProperties", "()Ljava/util/Properties;")),
                Set.of(
                        "water/webserver/jetty9/Jetty9Helper",
                        "org/eclipse/jetty/server/handler/ContextHandler",
                        "org/eclipse/jetty/util/Jetty",
                        "org/python/core/PrePy"));
    }
}
