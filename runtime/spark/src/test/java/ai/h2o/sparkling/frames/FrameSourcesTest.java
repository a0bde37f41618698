package ai.h2o.sparkling.frames;

import static org.assertj.core.api.Assertions.assertThat;

import ai.h2o.sparkling.engine.api.ColumnDescription;
import ai.h2o.sparkling.engine.api.ColumnType;
import ai.h2o.sparkling.engine.api.FrameDescription;
import ai.h2o.sparkling.engine.api.FrameSummary;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FrameSourcesTest {
    private final FrameSources sources = new FrameSources();
    private final List<String> made = new ArrayList<>();

    @Test
    void framesAreMadeAgainInTheOrderInWhichTheyWereMadeLast() {
        remember("a");
        remember("b");
        remember("c");
        remember("a");
        sources.forget("b");

        assertThat(sources.restore(null, most -> false))
                .extracting(FrameDescription::key)
                .containsExactly("c", "a");
    }

    @Test
    void aFrameThatCannotBeMadeAgainIsForgottenAndTheOthersAreMade() {
        remember("a");
        sources.remember(frame("bad", 3), (cloud, key) -> {
            throw new IllegalStateException("the table is gone");
        });
        remember("c");

        assertThat(sources.restore(null, most -> false)).hasSize(2);
        assertThat(sources.restore(null, most -> false)).hasSize(2);
        assertThat(made).containsExactly("a", "c", "a", "c");
    }

    @Test
    void whereTheNextCloudIsLostTooNothingIsForgotten() {
        var lost = new ArrayList<Boolean>();
        sources.remember(frame("a", 3), (cloud, key) -> {
            lost.add(true);
            throw new IllegalStateException("the node has gone");
        });
        remember("b");
        assertThat(sources.restore(null, most -> !lost.isEmpty())).isEmpty();
        assertThat(made).isEmpty();

        remember("a");
        assertThat(sources.restore(null, most -> false)).hasSize(2);
    }

    @Test
    void ofManyFramesThoseThatClientsRemovedAreForgotten() {
        IntStream.range(0, 63).forEach(i -> remember("f" + i));
        sources.prune(() -> {
            throw new IllegalStateException("asked although there are few");
        });
        remember("last");

        sources.prune(() -> {
            remember("meanwhile");
            return List.of(new FrameSummary("last", 3, 1, 8), new FrameSummary("of H2O", 1, 1, 8));
        });

        assertThat(sources.restore(null, most -> false))
                .extracting(FrameDescription::key)
                .containsExactly("last", "meanwhile");
    }

    @Test
    void aDifferenceIsToldInWords() {
        assertThat(FrameSources.difference(frame("a", 3), frame("a", 3))).isEmpty();
        assertThat(FrameSources.difference(frame("a", 3), frame("a", 4))).isEqualTo("has 4 rows instead of 3");
        var other = new FrameDescription(
                "a", List.of(column("x", ColumnType.STRING)), new long[] {0, 3}, new int[1], List.of());
        assertThat(FrameSources.difference(frame("a", 3), other))
                .isEqualTo("has column 'x' of type STRING where 'x' of type INT was");
    }

    @Test
    void rowsThatWereAddedAreAddedAgainIfTheFrameIsKnown() {
        remember("a");
        sources.rememberAppended(frame("a", 3), frame("a", 5), (cloud, key) -> {
            made.add("more of " + key);
            return frame(key, 5);
        });
        sources.rememberAppended(frame("made by H2O", 3), frame("made by H2O", 5), (cloud, key) -> {
            throw new IllegalStateException("nothing tells of its first rows");
        });

        assertThat(sources.restore(null, most -> false))
                .extracting(FrameDescription::rows)
                .containsExactly(5L);
        assertThat(made).containsExactly("a", "more of a");
    }

    @Test
    void aFrameThatGrowsWithoutEndIsNotMadeAgain() {
        remember("a");
        for (int i = 0; i < 1000; i++) {
            sources.rememberAppended(frame("a", 3), frame("a", 3), (cloud, key) -> frame(key, 3));
        }
        assertThat(sources.restore(null, most -> false)).isEmpty();
    }

    private void remember(String name) {
        sources.remember(frame(name, 3), (cloud, key) -> {
            made.add(key);
            return frame(key, 3);
        });
    }

    private static FrameDescription frame(String key, long rows) {
        return new FrameDescription(
                key, List.of(column("x", ColumnType.INT)), new long[] {0, rows}, new int[1], List.of());
    }

    private static ColumnDescription column(String name, ColumnType type) {
        return new ColumnDescription(name, type, "vec", 0, 1, 0, 0, false, 8);
    }
}
