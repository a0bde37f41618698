package ai.h2o.sparkling.health;

import static org.assertj.core.api.Assertions.assertThat;

import ai.h2o.sparkling.health.Silences.Change;
import ai.h2o.sparkling.health.Silences.Stage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SilencesTest {
    private static final HealthThresholds THRESHOLDS =
            new HealthThresholds(Duration.ofSeconds(10), Duration.ofSeconds(60));

    // Near its end, for the clock may turn over.
    private long now = Long.MAX_VALUE - Duration.ofSeconds(30).toNanos();
    private final Silences<String> silences = new Silences<>(List.of("a", "b"), THRESHOLDS, now);

    @Test
    void whoAnswersIsNotSpokenOf() {
        for (int second = 0; second < 200; second++) {
            silences.heard("a", now);
            silences.heard("b", now);
            assertThat(after(1)).isEmpty();
        }
    }

    @Test
    void aSilenceIsToldOnceAtEachThreshold() {
        var told = new ArrayList<Change<String>>();
        for (int second = 0; second < 70; second++) {
            silences.heard("b", now);
            told.addAll(after(1));
        }
        assertThat(told)
                .containsExactly(
                        new Change<>("a", Stage.SILENT, Duration.ofSeconds(10)),
                        new Change<>("a", Stage.HANGING, Duration.ofSeconds(60)));
    }

    @Test
    void whoAnswersAfterAWarningIsInGoodHealthAgain() {
        for (int second = 0; second < 12; second++) {
            after(1);
        }
        silences.heard("a", now);
        assertThat(after(1)).containsExactly(new Change<>("a", Stage.HEARD, Duration.ofSeconds(1)));
    }

    /** The driver collected garbage, or the laptop slept: nobody else was silent. */
    @Test
    void timeInWhichNobodyLookedDoesNotCount() {
        assertThat(after(500)).isEmpty();
        for (int second = 0; second < 8; second++) {
            assertThat(after(1)).isEmpty();
        }
        assertThat(after(1)).extracting(Change::stage).containsExactly(Stage.SILENT, Stage.SILENT);
    }

    @Test
    void nobodyIsHeardOfInTheFuture() {
        now += Duration.ofMinutes(5).toNanos();
        silences.heard("a", now);
        now += Duration.ofSeconds(200).toNanos();
        assertThat(silences.look(now)).isEmpty();
        for (int second = 0; second < 8; second++) {
            assertThat(after(1)).isEmpty();
        }
        assertThat(after(1)).extracting(Change::member).containsExactly("b");
        assertThat(after(1)).containsExactly(new Change<>("a", Stage.SILENT, Duration.ofSeconds(10)));
    }

    @Test
    void membersAreAskedOftenEnoughForTheWarning() {
        assertThat(THRESHOLDS.betweenLooks()).isEqualTo(Duration.ofSeconds(1));
        assertThat(new HealthThresholds(Duration.ofSeconds(2), Duration.ofSeconds(5)).betweenLooks())
                .isEqualTo(Duration.ofMillis(500));
    }

    private List<Change<String>> after(int seconds) {
        now += Duration.ofSeconds(seconds).toNanos();
        return silences.look(now);
    }
}
