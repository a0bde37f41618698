package ai.h2o.sparkling.cloud;

import ai.h2o.sparkling.nodes.Generation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The clouds that this application has had, for people who look back: when each formed, where, and why it ended. Outlives
 * contexts, for the loss of a cloud is followed by another context. Guarded by its own monitor.
 */
public final class GenerationHistory {
    private static final int REMEMBERED = 100;

    private final List<Entry> entries = new ArrayList<>();
    private int recoveries;

    /**
     * One cloud.
     *
     * @param generation the cloud
     * @param formed when it was ready
     * @param ended when it ended, {@code null} while it lives
     * @param cause why it ended, {@code null} while it lives
     * @param lost whether it ended by a loss
     */
    public record Entry(Generation generation, Instant formed, Instant ended, String cause, boolean lost) {}

    public synchronized void formed(Generation generation) {
        if (!entries.isEmpty() && entries.get(entries.size() - 1).lost()) {
            recoveries++;
        }
        if (entries.size() == REMEMBERED) {
            entries.remove(0);
        }
        entries.add(new Entry(generation, Instant.now(), null, null, false));
    }

    /** The cloud has lost a member. The first cause stays. */
    public synchronized void lost(int number, String cause) {
        end(number, cause, true);
    }

    /** The context was stopped. Does nothing if the cloud had ended before. */
    public synchronized void stopped(int number) {
        end(number, "The H2OContext was stopped", false);
    }

    private void end(int number, String cause, boolean lost) {
        entries.replaceAll(entry -> entry.generation().number() == number && entry.ended() == null
                ? new Entry(entry.generation(), entry.formed(), Instant.now(), cause, lost)
                : entry);
    }

    /** All of them, the latest first. */
    public synchronized List<Entry> latestFirst() {
        var latestFirst = new ArrayList<Entry>();
        entries.forEach(entry -> latestFirst.add(0, entry));
        return List.copyOf(latestFirst);
    }

    /** How often a cloud was formed after one that was lost. */
    public synchronized int recoveries() {
        return recoveries;
    }
}
