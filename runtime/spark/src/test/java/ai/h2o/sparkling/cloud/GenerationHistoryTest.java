package ai.h2o.sparkling.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import ai.h2o.sparkling.nodes.Generation;
import java.util.List;
import org.junit.jupiter.api.Test;

class GenerationHistoryTest {
    private final GenerationHistory history = new GenerationHistory();

    private static Generation generation(int number) {
        return new Generation("cloud-" + number, number, List.of());
    }

    @Test
    void theFirstCauseStaysAndALossIsRecoveredByTheNextCloud() {
        history.formed(generation(1));
        history.lost(1, "executor 3 is gone");
        history.stopped(1);
        history.formed(generation(2));

        assertThat(history.recoveries()).isEqualTo(1);
        assertThat(history.latestFirst())
                .extracting(entry -> entry.generation().number(), GenerationHistory.Entry::cause)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(2, null),
                        org.assertj.core.groups.Tuple.tuple(1, "executor 3 is gone"));
        assertThat(history.latestFirst().get(1).ended()).isNotNull();
    }

    @Test
    void aCloudAfterOneThatWasStoppedIsNoRecovery() {
        history.formed(generation(1));
        history.stopped(1);
        history.formed(generation(2));

        assertThat(history.recoveries()).isZero();
    }

    @Test
    void onlyTheLatestAreRemembered() {
        for (int number = 1; number <= 250; number++) {
            history.formed(generation(number));
        }

        assertThat(history.latestFirst()).hasSize(100);
        assertThat(history.latestFirst().get(0).generation().number()).isEqualTo(250);
    }
}
