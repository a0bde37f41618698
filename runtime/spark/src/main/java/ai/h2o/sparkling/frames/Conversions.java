package ai.h2o.sparkling.frames;

import ai.h2o.sparkling.errors.H2OSparklingException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** The conversions of one context: those that run, and for a look back the latest that have ended. Guarded by its own monitor. */
public final class Conversions {
    private static final int REMEMBERED = 100;

    private final Deque<FrameConversion> latestFirst = new ArrayDeque<>();

    public synchronized void add(FrameConversion conversion) {
        latestFirst.addFirst(conversion);
        if (latestFirst.size() > REMEMBERED) {
            var oldestFirst = latestFirst.descendingIterator();
            // Those that run are never forgotten, however many they are.
            while (latestFirst.size() > REMEMBERED && oldestFirst.hasNext()) {
                if (oldestFirst.next().outcome() != FrameConversion.Outcome.RUNNING) {
                    oldestFirst.remove();
                }
            }
        }
    }

    public synchronized List<FrameConversion> latestFirst() {
        return List.copyOf(latestFirst);
    }

    public Optional<FrameConversion> find(String id) {
        return latestFirst().stream()
                .filter(conversion -> conversion.id().equals(id))
                .findFirst();
    }

    /** Ends all that run. */
    public void failAll(H2OSparklingException why) {
        latestFirst().forEach(conversion -> conversion.fail(why));
    }
}
