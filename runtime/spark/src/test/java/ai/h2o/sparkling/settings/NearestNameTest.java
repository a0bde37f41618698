package ai.h2o.sparkling.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestNameTest {

    @ParameterizedTest
    @CsvSource({
        "'', '', 0",
        "'', abc, 3",
        "cloud, cloud, 0",
        "cluod, cloud, 1",
        "clud, cloud, 1",
        "clooud, cloud, 1",
        "clowd, cloud, 1",
        "kitten, sitting, 3",
        "ca, abc, 3"
    })
    void distanceCountsInsertionsRemovalsReplacementsAndSwaps(String a, String b, int expected) {
        assertThat(NearestName.distance(a, b)).isEqualTo(expected);
        assertThat(NearestName.distance(b, a)).isEqualTo(expected);
    }

    @Test
    void oneSlipIsAlwaysOneEditAway() {
        Random random = new Random(42);
        for (int round = 0; round < 1_000; round++) {
            String word = randomWord(random, 1 + random.nextInt(20));
            int at = random.nextInt(word.length());

            String removed = new StringBuilder(word).deleteCharAt(at).toString();
            String inserted = new StringBuilder(word).insert(at, '#').toString();
            String replaced = new StringBuilder(word).replace(at, at + 1, "#").toString();

            assertThat(NearestName.distance(word, removed)).isEqualTo(1);
            assertThat(NearestName.distance(word, inserted)).isEqualTo(1);
            assertThat(NearestName.distance(word, replaced)).isEqualTo(1);
        }
    }

    @Test
    void distanceIsBoundedByTheLongerWord() {
        Random random = new Random(7);
        for (int round = 0; round < 1_000; round++) {
            String a = randomWord(random, random.nextInt(12));
            String b = randomWord(random, random.nextInt(12));

            assertThat(NearestName.distance(a, b))
                    .isBetween(Math.abs(a.length() - b.length()), Math.max(a.length(), b.length()))
                    .isEqualTo(NearestName.distance(b, a));
        }
    }

    @Test
    void theNearestCandidateIsFoundWhateverTheCase() {
        assertThat(NearestName.of("Cloud.Nmae", List.of("nthreads", "cloud.name", "cloud.timeout")))
                .isEqualTo("cloud.name");
    }

    @Test
    void theFirstInAlphabeticalOrderWinsAmongEquals() {
        assertThat(NearestName.of("b", List.of("c", "a"))).isEqualTo("a");
    }

    @Test
    void thereMustBeACandidate() {
        assertThatThrownBy(() -> NearestName.of("a", List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("candidates is empty");
    }

    private static String randomWord(Random random, int length) {
        return random.ints(length, 'a', 'e')
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
