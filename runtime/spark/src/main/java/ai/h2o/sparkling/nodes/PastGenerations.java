package ai.h2o.sparkling.nodes;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** The latest clouds that have ended, as this JVM knows: it had a node of each, and a cloud does not go on without one of its nodes. */
final class PastGenerations {
    private static final int REMEMBERED = 50;

    private static final Set<String> IDS = Collections.synchronizedSet(Collections.newSetFromMap(new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > REMEMBERED;
        }
    }));

    private PastGenerations() {}

    static void add(String generation) {
        IDS.add(generation);
    }

    static boolean has(String generation) {
        return IDS.contains(generation);
    }
}
