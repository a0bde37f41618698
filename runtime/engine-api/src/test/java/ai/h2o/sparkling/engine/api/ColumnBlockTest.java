package ai.h2o.sparkling.engine.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class ColumnBlockTest {
    @Test
    void aNarrowBlockHoldsAsManyRowsAsAChunkMay() {
        assertThat(ColumnBlock.rowsThatFit(1)).isEqualTo(65_536);
        assertThat(ColumnBlock.rowsThatFit(32)).isEqualTo(65_536);
    }

    @Test
    void aWideBlockStaysWithinItsMemory() {
        assertThat(ColumnBlock.rowsThatFit(2_000)).isEqualTo(1_048);
        assertThat(2_000L * Double.BYTES * 1_048).isLessThanOrEqualTo(ColumnBlock.MAX_BYTES);
        assertThat(ColumnBlock.rowsThatFit(10_000_000)).isEqualTo(1);
    }

    @Test
    void clearingForgetsWhatWasMissing() {
        var block = new ColumnBlock(List.of(ColumnKind.LONG, ColumnKind.STRING), 100);
        block.column(0).setMissing(70);
        block.column(1).reserve(10);
        block.rows(71);
        assertThat(block.column(0).isMissing(70)).isTrue();
        assertThat(block.column(0).isMissing(69)).isFalse();
        block.clear();
        assertThat(block.rows()).isZero();
        assertThat(block.bytesUsed()).isZero();
        assertThat(block.column(0).isMissing(70)).isFalse();
        assertThat(block.column(0).anyMissing()).isFalse();
    }

    @Test
    void textGrowsAndKeepsWhatIsThere() {
        var text = new ColumnBlock(List.of(ColumnKind.STRING), 4).column(0);
        int first = text.reserve(3);
        text.bytes[first] = 1;
        int second = text.reserve(1 << 20);
        assertThat(second).isEqualTo(3);
        assertThat(text.bytes[first]).isEqualTo((byte) 1);
        assertThat(text.bytes.length).isGreaterThanOrEqualTo(3 + (1 << 20));
    }

    @Test
    void moreRowsThanFitAreRefused() {
        var block = new ColumnBlock(List.of(ColumnKind.DOUBLE), 10);
        assertThatThrownBy(() -> block.rows(11))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("rows is 11, must be 0 to 10");
    }
}
