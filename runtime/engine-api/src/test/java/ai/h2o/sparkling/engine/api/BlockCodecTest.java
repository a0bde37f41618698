package ai.h2o.sparkling.engine.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BlockCodecTest {
    private static final List<ColumnKind> KINDS = List.of(
            ColumnKind.DOUBLE,
            ColumnKind.LONG,
            ColumnKind.STRING,
            ColumnKind.BOOLEAN,
            ColumnKind.TIME,
            ColumnKind.VECTOR);
    private static final double[] REALS = {0.1, Double.NaN, Double.NEGATIVE_INFINITY, -0.0};
    private static final long[] INTEGERS = {(1L << 53) + 1, Long.MIN_VALUE + 1, -1, 0};
    private static final String[] TEXTS = {"", "größer 😀", "a", "\0"};

    /** Below, at and above what the codec moves at once, and what a word of the mask covers. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 64, 65, 8_192, 16_385})
    void aBlockComesBackAsItWas(int rows) throws IOException {
        var block = block(rows);
        var read = new BlockCodec().read(new DataInputStream(new ByteArrayInputStream(written(block))));
        assertThat(read.rows()).isEqualTo(rows);
        assertThat(read.kinds()).isEqualTo(block.kinds());
        assertThat(read.width()).isEqualTo(KINDS.size() + 2);
        assertThat(read.column(7).isEmpty()).isTrue();
        assertThat(read.column(7).ends)
                .as("room of a column that nobody wrote to")
                .isEmpty();
        assertThat(read.column(6).isEmpty()).isEqualTo(rows < 2);
        for (int row = 0; row < rows; row++) {
            assertThat(Double.doubleToRawLongBits(read.column(0).doubles[row]))
                    .isEqualTo(Double.doubleToRawLongBits(REALS[row % 4]));
            boolean missing = row % 3 == 1;
            assertThat(read.column(1).isMissing(row)).isEqualTo(missing);
            assertThat(read.column(2).isMissing(row)).isEqualTo(missing);
            assertThat(missing ? TEXTS[row % 4] : text(read.column(2), row)).isEqualTo(TEXTS[row % 4]);
            assertThat(missing ? INTEGERS[row % 4] : read.column(1).longs[row]).isEqualTo(INTEGERS[row % 4]);
            assertThat(read.column(3).longs[row]).isEqualTo(row % 2);
            assertThat(read.column(4).longs[row]).isEqualTo(-row);
            assertThat(vector(read.column(5), row)).isEqualTo(missing ? List.of() : List.of(7.0, REALS[row % 4]));
            assertThat(read.column(5).isMissing(row)).isEqualTo(missing);
            if (rows > 1) {
                assertThat(read.column(6).isMissing(row)).isEqualTo(row % 2 == 0);
                assertThat(row % 2 == 0 ? row : read.column(6).longs[row]).isEqualTo(row);
            }
        }
        assertThat(read.column(3).anyMissing()).isFalse();
    }

    @Test
    void aNumberOfRowsThatNoBlockHasIsRefused() {
        var bytes = new byte[] {0, 0, 0, 1, 0x7f, 0, 0, 0};
        assertThatThrownBy(() -> new BlockCodec().read(new DataInputStream(new ByteArrayInputStream(bytes))))
                .isInstanceOf(IOException.class)
                .hasMessage("a block of 2130706432 rows, though there can be 65536");
    }

    @Test
    void aKindThatNobodyKnowsIsRefused() {
        var bytes = new byte[] {0, 0, 0, 1, 0, 0, 0, 9, '?', 0};
        assertThatThrownBy(() -> new BlockCodec().read(new DataInputStream(new ByteArrayInputStream(bytes))))
                .isInstanceOf(IOException.class)
                .hasMessage("a column of kind '?', which this version does not know");
    }

    private static List<Double> vector(ColumnBlock.Column column, int row) {
        int start = row == 0 ? 0 : column.ends[row - 1];
        return Arrays.stream(column.doubles, start, column.ends[row]).boxed().toList();
    }

    private static ColumnBlock block(int rows) {
        var block = new ColumnBlock(KINDS, rows);
        int grown = block.grow(ColumnKind.LONG);
        block.grow(ColumnKind.STRING);
        for (int row = 0; row < rows; row++) {
            block.column(0).doubles[row] = REALS[row % 4];
            block.column(1).longs[row] = INTEGERS[row % 4];
            block.column(3).longs[row] = row % 2;
            block.column(4).longs[row] = -row;
            if (row % 2 == 1) {
                block.column(grown).reach(row);
                block.column(grown).longs[row] = row;
            }
            addVector(block.column(5), row);
            var column = block.column(2);
            if (row % 3 == 1) {
                block.column(1).setMissing(row);
                column.setMissing(row);
                column.ends[row] = column.bytesUsed();
            } else {
                byte[] text = TEXTS[row % 4].getBytes(StandardCharsets.UTF_8);
                int start = column.reserve(text.length);
                System.arraycopy(text, 0, column.bytes, start, text.length);
                column.ends[row] = start + text.length;
            }
        }
        block.rows(rows);
        return block;
    }

    private static void addVector(ColumnBlock.Column column, int row) {
        if (row % 3 == 1) {
            column.miss(row);
            return;
        }
        int start = column.reserveEntries(2);
        column.positions[start] = 3;
        column.positions[start + 1] = 900;
        column.doubles[start] = 7;
        column.doubles[start + 1] = REALS[row % 4];
        column.sizes[row] = 1000;
        column.ends[row] = start + 2;
    }

    private static String text(ColumnBlock.Column column, int row) {
        int start = row == 0 ? 0 : column.ends[row - 1];
        return new String(column.bytes, start, column.ends[row] - start, StandardCharsets.UTF_8);
    }

    private static byte[] written(ColumnBlock block) throws IOException {
        var bytes = new ByteArrayOutputStream();
        new BlockCodec().write(block, new DataOutputStream(bytes));
        return bytes.toByteArray();
    }
}
