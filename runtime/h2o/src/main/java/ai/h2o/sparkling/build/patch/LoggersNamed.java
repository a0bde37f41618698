package ai.h2o.sparkling.build.patch;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Classes of H2O and of its libraries that do not log by H2O's own log ask log4j, slf4j or Commons Logging for loggers, under names that
 * Spark's log would take for somebody's. They get loggers below {@link SparkLogger#LOGGER} that are as quiet as H2O's log.
 */
public final class LoggersNamed extends StaticCalls {
    private static final List<String> LIBRARIES = List.of(
            "org/apache/avro/",
            "org/apache/http/",
            "org/apache/parquet/",
            "org/eclipse/jetty/util/log/",
            "oshi/",
            "shaded/parquet/org/");

    private static final String BY_CLASS = "(Ljava/lang/Class;)";
    private static final String BY_NAME = "(Ljava/lang/String;)";
    private static final String LOG4J = "Lorg/apache/log4j/Logger;";
    private static final String SLF4J = "Lorg/slf4j/Logger;";
    private static final String COMMONS = "Lorg/apache/commons/logging/Log;";

    public LoggersNamed() {
        super(
                "ai/h2o/sparkling/engine/patched/EngineLoggers",
                Map.of(
                        "org/apache/log4j/Logger.getLogger" + BY_CLASS + LOG4J,
                        new Place("log4j", BY_CLASS + LOG4J),
                        "org/apache/log4j/LogManager.getLogger" + BY_CLASS + LOG4J,
                        new Place("log4j", BY_CLASS + LOG4J),
                        "org/slf4j/LoggerFactory.getLogger" + BY_CLASS + SLF4J,
                        new Place("slf4j", BY_CLASS + SLF4J),
                        "org/slf4j/LoggerFactory.getLogger" + BY_NAME + SLF4J,
                        new Place("slf4j", BY_NAME + SLF4J),
                        "org/apache/commons/logging/LogFactory.getLog" + BY_CLASS + COMMONS,
                        new Place("commons", BY_CLASS + COMMONS),
                        "org/apache/commons/logging/LogFactory.getLog" + BY_NAME + COMMONS,
                        new Place("commons", BY_NAME + COMMONS)),
                Set.of(
                        "hex/CVModelBuilder",
                        "hex/tree/xgboost/util/NativeLibrary",
                        "org/apache/avro/Schema",
                        "org/apache/parquet/hadoop/ParquetFileReader",
                        "org/eclipse/jetty/util/log/Slf4jLog",
                        "water/server/ServletUtils"));
    }

    @Override
    public boolean appliesTo(String className) {
        return OwnCode.contains(className) || LIBRARIES.stream().anyMatch(className::startsWith);
    }
}
