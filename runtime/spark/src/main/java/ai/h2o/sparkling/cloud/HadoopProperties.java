package ai.h2o.sparkling.cloud;

import java.util.HashMap;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;

/** What the nodes must know of Spark's Hadoop configuration to read and write where Spark can. Holds keys: it goes into closures alone. */
public final class HadoopProperties {
    private static final String DEFAULTS = "-default.xml";
    private static final String SPARK_HADOOP = "spark.hadoop.";
    private static final String FILE_SYSTEMS = "fs.";

    private HadoopProperties() {}

    /**
     * All that does not come from Hadoop's own defaults, which the executors have, too; with what was set on the session since, which
     * goes before it.
     */
    public static Map<String, String> of(SparkSession session) {
        var properties = new HashMap<String, String>();
        var configuration = session.sparkContext().hadoopConfiguration();
        for (var entry : configuration) {
            if (!isDefault(configuration, entry.getKey())) {
                properties.put(entry.getKey(), entry.getValue());
            }
        }
        // Scala's map differs between 2.12 and 2.13, but its iterator is the same to both.
        scala.collection.Iterator<scala.Tuple2<String, String>> entries =
                session.conf().getAll().iterator();
        while (entries.hasNext()) {
            var entry = entries.next();
            if (entry._1().startsWith(SPARK_HADOOP)) {
                properties.put(entry._1().substring(SPARK_HADOOP.length()), entry._2());
            } else if (entry._1().startsWith(FILE_SYSTEMS)) {
                properties.put(entry._1(), entry._2());
            }
        }
        return properties;
    }

    private static boolean isDefault(Configuration configuration, String name) {
        String[] sources = configuration.getPropertySources(name);
        return sources != null && sources.length > 0 && sources[sources.length - 1].endsWith(DEFAULTS);
    }
}
