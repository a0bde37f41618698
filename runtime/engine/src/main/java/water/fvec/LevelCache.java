package water.fvec;

import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * The levels of categorical columns as Spark's strings, made once for each column rather than once for each chunk. Kept
 * as long as the column's data is.
 */
final class LevelCache {
    static final UTF8String[] NONE = {};

    private static final Map<Vec, UTF8String[]> LEVELS = Collections.synchronizedMap(new WeakHashMap<>());

    private LevelCache() {}

    static UTF8String[] levels(Vec vec) {
        var cached = LEVELS.get(vec);
        // A column can get other levels under the same key.
        if (cached != null && cached.length == vec.domain().length) {
            return cached;
        }
        var domain = vec.domain();
        var levels = new UTF8String[domain.length];
        for (int i = 0; i < levels.length; i++) {
            levels[i] = UTF8String.fromString(domain[i]);
        }
        LEVELS.put(vec, levels);
        return levels;
    }
}
