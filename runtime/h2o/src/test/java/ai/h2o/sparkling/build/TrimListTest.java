package ai.h2o.sparkling.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class TrimListTest {
    @Test
    void theLastLineThatMatchesDecides() {
        TrimList list = TrimList.parse(List.of("# why", "", "a/**", "!a/b/*.class"));

        assertThat(list.keeps("a/x.class")).isFalse();
        assertThat(list.keeps("a/b/x.class")).isTrue();
        assertThat(list.keeps("a/b/c/x.class")).isFalse();
        assertThat(list.keeps("b/x.class")).isTrue();
        list.checkAllUsed();
    }

    @Test
    void dotsAndDollarsStandForThemselves() {
        TrimList list = TrimList.parse(List.of("a$b.*"));

        assertThat(list.keeps("a$b.class")).isFalse();
        assertThat(list.keeps("a$bxclass")).isTrue();
    }

    @Test
    void aLineThatMatchesNothingIsAnError() {
        TrimList list = TrimList.parse(List.of("a/**", "gone/**"));

        assertThat(list.keeps("a/x")).isFalse();
        assertThatThrownBy(list::checkAllUsed)
                .isInstanceOf(BuildFailure.class)
                .hasMessageEndingWith("take them out: gone/**");
    }
}
