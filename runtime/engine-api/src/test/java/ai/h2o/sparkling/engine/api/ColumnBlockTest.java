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

    @Test
    void aGrownColumnIsMissingWhereNobodyWroteToIt() {
        var block = new ColumnBlock(List.of(ColumnKind.LONG), 1000);
        int real = block.grow(ColumnKind.DOUBLE);
        int text = block.grow(ColumnKind.STRING);
        block.column(real).reach(200);
        block.column(real).doubles[200] = 0.5;
        block.column(text).reach(3);
        block.column(text).ends[3] = block.column(text).reserve(2) + 2;
        block.rows(300);

        assertThat(block.kinds()).containsExactly(ColumnKind.LONG, ColumnKind.DOUBLE, ColumnKind.STRING);
        assertThat(block.column(real).doubles[199]).isNaN();
        assertThat(block.column(real).doubles[200]).isEqualTo(0.5);
        assertThat(block.column(real).doubles[299]).isNaN();
        assertThat(block.column(text).isMissing(2)).isTrue();
        assertThat(block.column(text).isMissing(3)).isFalse();
        assertThat(block.column(text).isMissing(299)).isTrue();
        assertThat(block.column(text).ends[2]).isZero();
        assertThat(block.column(text).ends[299]).isEqualTo(2);

        assertThat(block.column(real).isEmpty()).isFalse();
        block.clear();
        block.rows(1);
        assertThat(block.column(real).isEmpty()).isTrue();
        assertThat(block.column(text).isEmpty()).isTrue();
        block.column(text).reach(1);
        assertThat(block.column(text).isMissing(0)).isTrue();
    }

    @Test
    void aBlockWhoseColumnsGrowStaysWithinItsMemory() {
        var block = new ColumnBlock(List.of(ColumnKind.LONG), ColumnBlock.MAX_ROWS);
        assertThat(block.hasRoom(60_000)).isTrue();
        while (block.hasRoomForColumn(60_000)) {
            block.column(block.grow(ColumnKind.DOUBLE)).reach(60_000);
        }
        assertThat(block.width()).isEqualTo(35);
        assertThat(block.hasRoom(65_000)).isFalse();
        assertThat(block.hasRoomForColumn(0)).as("one row always fits").isTrue();
        assertThat(block.hasRoom(0)).isTrue();
    }

    @Test
    void largeArraysOfColumnsThatGrewAreNotKept() {
        var block = new ColumnBlock(List.of(ColumnKind.LONG), ColumnBlock.MAX_ROWS);
        for (int i = 0; i < 100; i++) {
            block.column(block.grow(ColumnKind.DOUBLE)).reach(60_000);
        }
        block.clear();
        assertThat(block.width()).isEqualTo(101);
        assertThat(block.column(100).doubles).isEmpty();
    }

    @Test
    void vectorsCountAsWhatTheyTake() {
        var block = new ColumnBlock(List.of(ColumnKind.VECTOR), ColumnBlock.MAX_ROWS);
        block.column(0).reserveEntries(ColumnBlock.MAX_BYTES / 12);
        assertThat(block.hasRoom(1)).isTrue();
        block.column(0).reserveEntries(1);
        assertThat(block.hasRoom(1)).isFalse();
        block.clear();
        assertThat(block.bytesUsed()).isZero();
    }
}
