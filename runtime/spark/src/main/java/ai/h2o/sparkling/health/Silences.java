package ai.h2o.sparkling.health;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How long each of several members has not been heard of. Is told the time, in nanoseconds of {@link System#nanoTime}. Not thread-safe.
 *
 * @param <M> a member
 */
final class Silences<M> {
    /** What a silence has come to. */
    enum Stage {
        HEARD,
        /** Silent for longer than members are in good health. */
        SILENT,
        /** Silent for so long that it counts as lost. */
        HANGING
    }

    /** A member that has come to another stage, and how long it has been silent. */
    record Change<M>(M member, Stage stage, Duration silence) {}

    private static final class Silence {
        long since;
        Stage stage = Stage.HEARD;

        Silence(long since) {
            this.since = since;
        }
    }

    private final Map<M, Silence> silences = new LinkedHashMap<>();
    private final HealthThresholds thresholds;
    private long lastLook;

    Silences(List<M> members, HealthThresholds thresholds, long now) {
        this.thresholds = thresholds;
        members.forEach(member -> silences.put(member, new Silence(now)));
        lastLook = now;
    }

    /** The member has answered. */
    void heard(M member, long now) {
        silences.get(member).since = now;
    }

    /**
     * What has changed since the last look. The time for which nobody looked, beyond what lies between two looks, is not counted: then this process
     * itself stood still, and answers may wait that it has not read.
     */
    List<Change<M>> look(long now) {
        long pause = now - lastLook - thresholds.betweenLooks().toNanos();
        lastLook = now;
        if (pause > thresholds.betweenLooks().toNanos()) {
            silences.values().forEach(silence -> silence.since += Math.min(pause, now - silence.since));
        }
        var changes = new ArrayList<Change<M>>();
        silences.forEach((member, silence) -> {
            var silent = Duration.ofNanos(now - silence.since);
            var stage = stage(silent);
            if (stage != silence.stage) {
                silence.stage = stage;
                changes.add(new Change<>(member, stage, silent));
            }
        });
        return changes;
    }

    private Stage stage(Duration silent) {
        if (silent.compareTo(thresholds.lost()) >= 0) {
            return Stage.HANGING;
        }
        return silent.compareTo(thresholds.warning()) >= 0 ? Stage.SILENT : Stage.HEARD;
    }
}
