package ai.h2o.sparkling.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import water.parser.Categorical;

class DictionaryTest {
    @Test
    void equalStringsGetTheSameCodeAndNewOnesTheNext() {
        var dictionary = new Dictionary();
        assertThat(codes(dictionary, "b", "a", "b", "", "a", "")).containsExactly(0, 1, 0, 2, 1, 2);
        assertThat(Levels.of(dictionary).toStrings()).containsExactly("", "a", "b");
    }

    @Test
    void hundredThousandStringsKeepApart() {
        var random = new Random(3);
        var dictionary = new Dictionary();
        var expected = new HashMap<String, Integer>();
        for (int i = 0; i < 200_000; i++) {
            var value = "v" + random.nextInt(100_000);
            int wanted = expected.computeIfAbsent(value, key -> expected.size());
            assertThat(codes(dictionary, value)).containsExactly(wanted);
        }
        assertThat(Levels.of(dictionary).toStrings()).containsExactlyElementsOf(new TreeSet<>(expected.keySet()));
    }

    @Test
    void levelsAreOrderedByCodePointNotByUtf16() {
        // U+FF5E sorts after the duck in UTF-16, before it by code point.
        assertThat(levels("🦆", "～", "z").toStrings()).containsExactly("z", "～", "🦆");
    }

    @Test
    void theUnionOfLevelsIsSortedAndDistinct() {
        var union = levels("a", "c", "e").union(levels("b", "c", "f"));
        assertThat(union.toStrings()).containsExactly("a", "b", "c", "e", "f");
        assertThat(union.indexOf("c".getBytes(StandardCharsets.UTF_8))).isEqualTo(2);
        assertThat(Levels.NONE.union(union)).isSameAs(union);
    }

    @Test
    void partsMergedInAnyOrderGiveTheSameLevels() {
        var parts = new ArrayList<>(List.of(levels("d", "a"), levels("b"), Levels.NONE, levels("a", "z", "c")));
        var wanted = new String[] {"a", "b", "c", "d", "z"};
        var random = new Random(1);
        for (int i = 0; i < 20; i++) {
            Collections.shuffle(parts, random);
            assertThat(parts.stream().reduce(Levels.NONE, Levels::union).toStrings())
                    .containsExactly(wanted);
        }
    }

    @Test
    void theLimitOfLevelsIsH2Os() {
        assertThat(Categorical.MAX_CATEGORICAL_COUNT).isEqualTo(10_000_000);
        assertThat(levels("a").tooMany()).isFalse();
    }

    private static Levels levels(String... values) {
        var dictionary = new Dictionary();
        codes(dictionary, values);
        return Levels.of(dictionary);
    }

    private static List<Integer> codes(Dictionary dictionary, String... values) {
        var codes = new ArrayList<Integer>();
        for (String value : values) {
            byte[] padded = ("##" + value + "##").getBytes(StandardCharsets.UTF_8);
            codes.add(dictionary.code(padded, 2, padded.length - 2));
        }
        return codes;
    }
}
