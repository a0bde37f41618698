package ai.h2o.sparkling;

import java.util.Collection;
import java.util.Collections;
import java.util.Set;
import java.util.WeakHashMap;
import org.apache.spark.sql.SparkSession;

/**
 * The sessions that use a context, as the notebooks of one cluster do. One that nobody refers to any more is forgotten. Not thread-safe.
 */
final class Attachments {
    private final Set<SparkSession> sessions = Collections.newSetFromMap(new WeakHashMap<>());

    void add(SparkSession session) {
        sessions.add(session);
    }

    boolean has(SparkSession session) {
        return sessions.contains(session);
    }

    /** Takes these out; answers whether none is left. */
    boolean remove(Collection<SparkSession> leaving) {
        sessions.removeAll(leaving);
        return sessions.isEmpty();
    }
}
