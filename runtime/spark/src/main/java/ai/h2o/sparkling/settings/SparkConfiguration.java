package ai.h2o.sparkling.settings;

import static java.util.Objects.requireNonNull;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;

/** Reads our settings out of Spark's configuration. */
public final class SparkConfiguration {

    /** Wider than {@link Settings#PREFIX}, since one setting lies beside it and a slip may be in the prefix itself. */
    private static final String PREFIX = "spark.ext.";

    private SparkConfiguration() {}

    /** What was given to Spark when it started. */
    public static Map<String, String> of(SparkConf conf) {
        requireNonNull(conf, "conf is null");
        Map<String, String> found = new HashMap<>();
        for (scala.Tuple2<String, String> entry : conf.getAll()) {
            addIfOurs(found, entry._1(), entry._2());
        }
        return found;
    }

    /** What was given to Spark when it started, overridden by what was set on the session since. */
    public static Map<String, String> of(SparkSession session) {
        requireNonNull(session, "session is null");
        Map<String, String> found = of(session.sparkContext().getConf());
        // Scala's map differs between 2.12 and 2.13, but its iterator is the same to both.
        scala.collection.Iterator<scala.Tuple2<String, String>> entries =
                session.conf().getAll().iterator();
        while (entries.hasNext()) {
            scala.Tuple2<String, String> entry = entries.next();
            addIfOurs(found, entry._1(), entry._2());
        }
        return found;
    }

    private static void addIfOurs(Map<String, String> found, String name, String value) {
        if (name.toLowerCase(Locale.ROOT).startsWith(PREFIX)) {
            found.put(name, value);
        }
    }
}
