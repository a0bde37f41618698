package ai.h2o.sparkling.cloud;

import ai.h2o.sparkling.bridge.ExecutorAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** Knows in which executors no cloud is to form, though Spark has them. Thread-safe. */
public interface ExecutorWatch {
    /** The numbers of those that do not answer, as far as is known. */
    Set<String> hanging();

    /** Whether Spark is about to retire an executor, which answers until then. */
    boolean retires(String executor);

    /**
     * Looks after executors that somebody waits for from now on.
     *
     * @param answersAgain told, much later, of one that hung and goes on
     */
    Vigil over(List<ExecutorAddress> executors, Consumer<ExecutorAddress> answersAgain);

    /** Looks after some executors for one who waits for them. Used by one thread; nothing happens between its looks. */
    interface Vigil {
        /** How often to look. */
        Duration betweenLooks();

        /** Those that count as lost since this look or an earlier one, with what shows it. Waits for nothing. */
        Map<ExecutorAddress, String> look();
    }
}
