package ai.h2o.sparkling.build.patch;

import java.util.Map;
import java.util.Set;

/**
 * What H2O logs goes to Spark's log, see {@link SparkLogger}, and besides to files of the node, from which H2O answers who
 * asks it for logs.
 */
public final class LogKept extends StaticCalls {
    private static final String LOGGER = "Lorg/apache/log4j/Logger;";
    private static final String LINE = "Lorg/apache/log4j/Priority;Ljava/lang/Object;";
    private static final String ERROR = "Ljava/lang/Throwable;";

    public LogKept() {
        super(
                "ai/h2o/sparkling/engine/patched/EngineLog",
                Map.of(
                        "org/apache/log4j/Logger.log(" + LINE + ")V",
                        new Place("log", "(" + LOGGER + LINE + ")V"),
                        "org/apache/log4j/Logger.log(" + LINE + ERROR + ")V",
                        new Place("log", "(" + LOGGER + LINE + ERROR + ")V")),
                Set.of("water/util/Log"));
    }
}
