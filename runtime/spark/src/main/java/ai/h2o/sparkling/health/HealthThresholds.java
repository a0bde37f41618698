package ai.h2o.sparkling.health;

import java.time.Duration;

/**
 * When a silent node is spoken of.
 *
 * @param warning how long it may be silent before there is a warning
 * @param lost how long before its executor counts as lost
 */
public record HealthThresholds(Duration warning, Duration lost) {
    private static final Duration MOST_BETWEEN_LOOKS = Duration.ofSeconds(1);

    /** The same, but nobody may be silent for longer than that. */
    HealthThresholds atMost(Duration most) {
        return lost.compareTo(most) <= 0
                ? this
                : new HealthThresholds(warning.compareTo(most) < 0 ? warning : most.dividedBy(2), most);
    }

    /** How often nodes are asked. */
    Duration betweenLooks() {
        var quarter = warning.dividedBy(4);
        return quarter.compareTo(MOST_BETWEEN_LOOKS) < 0 ? quarter : MOST_BETWEEN_LOOKS;
    }

    /** How long one question waits; several fit before anyone counts as lost. */
    Duration patience() {
        var third = lost.dividedBy(3);
        return warning.compareTo(third) < 0 ? warning : third;
    }
}
