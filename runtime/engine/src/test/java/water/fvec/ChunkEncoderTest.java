package water.fvec;

import static org.assertj.core.api.Assertions.assertThat;

import ai.h2o.sparkling.engine.api.ColumnBlock;
import ai.h2o.sparkling.engine.api.ColumnKind;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import water.parser.BufferedString;

class ChunkEncoderTest {
    private static final double NA = Double.NaN;

    static Stream<Arguments> doubles() {
        return Stream.of(
                Arguments.of("nothing but missing values", new double[] {NA, NA, NA}, C0DChunk.class),
                Arguments.of("one whole number", new double[] {7, 7, 7}, C0LChunk.class),
                Arguments.of("one fraction", new double[] {0.1, 0.1}, C0DChunk.class),
                Arguments.of("one infinity", new double[] {1 / 0.0, 1 / 0.0}, C0DChunk.class),
                Arguments.of("small whole numbers", new double[] {0, 255, 3}, C1NChunk.class),
                Arguments.of("small whole numbers, one missing", new double[] {0, NA, 254}, C1Chunk.class),
                Arguments.of("a small range far from zero", new double[] {1e6, 1e6 + 1, NA}, C1SChunk.class),
                Arguments.of("shorts", new double[] {-32_767, 32_000, NA}, C2Chunk.class),
                Arguments.of("a short range far from zero", new double[] {1e6, 1e6 + 60_000}, C2SChunk.class),
                Arguments.of("ints", new double[] {-2e9, 2e9, NA}, C4Chunk.class),
                Arguments.of("whole numbers up to 2^53", new double[] {-0x1p53, 0x1p53, 0}, C8Chunk.class),
                Arguments.of("floats", new double[] {0.5, -1.25f, NA}, C4FChunk.class),
                Arguments.of("doubles", new double[] {0.1, 1e300, NA, 1 / 0.0, -1 / 0.0}, C8DChunk.class),
                Arguments.of("whole numbers past 2^53", new double[] {0x1.0000000000001p60, 0.1, 3}, C8DChunk.class),
                Arguments.of("minus zero among whole numbers", new double[] {-0.0, 1, 2}, C4FChunk.class));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("doubles")
    void doublesKeepTheirBitsInTheSmallestForm(String what, double[] values, Class<?> form) {
        var chunk = ChunkEncoder.doubles(values, values.length);
        assertThat(chunk).as(what).isInstanceOf(form);
        assertThat(bits(chunk)).containsExactly(bits(values));
        assertThat(ChunkEncoder.toDoubles(chunk)).containsExactly(values);
    }

    @Test
    void randomDoublesComeBackBitByBit() {
        var random = new Random(42);
        for (int round = 0; round < 500; round++) {
            int magnitude = random.nextInt(63);
            double[] values = IntStream.range(0, 1 + random.nextInt(300))
                    .mapToDouble(i -> switch (random.nextInt(5)) {
                        case 0 -> NA;
                        case 1 -> random.nextGaussian();
                        case 2 -> (float) random.nextGaussian();
                        default -> random.nextLong() >> magnitude;
                    })
                    .toArray();
            var chunk = ChunkEncoder.doubles(values, values.length);
            assertThat(bits(chunk)).as("round %d", round).containsExactly(bits(values));
        }
    }

    @Test
    void randomLongsComeBackExactly() {
        var random = new Random(7);
        for (int round = 0; round < 500; round++) {
            int magnitude = random.nextInt(63);
            long offset = random.nextLong() >> 2;
            int rows = 1 + random.nextInt(300);
            var column = new ColumnBlock(List.of(ColumnKind.LONG)).column(0);
            Long[] expected = new Long[rows];
            for (int i = 0; i < rows; i++) {
                if (round % 2 == 0 && random.nextInt(4) == 0) {
                    column.setMissing(i);
                } else {
                    expected[i] = offset + (random.nextLong() >> magnitude >> 1);
                    column.longs[i] = expected[i];
                }
            }
            var chunk = ChunkEncoder.longs(column.longs, column, rows);
            assertThat(longs(chunk)).as("round %d", round).containsExactly(expected);
            assertThat(ChunkEncoder.toLongs(chunk))
                    .containsExactly(Stream.of(expected)
                            .mapToLong(value -> value == null ? Long.MIN_VALUE : value)
                            .toArray());
        }
    }

    @Test
    void theWidestRangeOfLongsOverflowsNothing() {
        var column = column(Long.MIN_VALUE + 1, Long.MAX_VALUE, (1L << 53) + 1, 0);
        var chunk = ChunkEncoder.longs(column.longs, column, 4);
        assertThat(longs(chunk)).containsExactly(Long.MIN_VALUE + 1, Long.MAX_VALUE, (1L << 53) + 1, 0L);
    }

    @Test
    void theSmallestLongIsNotTakenForAMissingValue() {
        var column = column(Long.MIN_VALUE, 5, 6);
        column.setMissing(2);
        var chunk = ChunkEncoder.longs(column.longs, column, 3);
        assertThat(longs(chunk)).containsExactly(Long.MIN_VALUE, 5L, null);
    }

    @Test
    void levelsAreLookedUpAndMissingStaysMissing() {
        var chunk = ChunkEncoder.levels(new int[] {0, 2, -1, 1}, new int[] {30, 10, 20});
        assertThat(longs(chunk)).containsExactly(30L, 20L, null, 10L);
    }

    @Test
    void aColumnOfManyLevelsTakesFourBytesACell() {
        int[] codes = IntStream.range(0, 70_000).toArray();
        assertThat(ChunkEncoder.levels(codes, codes)).isInstanceOf(C4Chunk.class);
    }

    @Test
    void stringsKeepEmptyMissingAndCharactersBeyondTheBasicPlane() {
        String[] values = {"", null, "naïve", "🦆🦆", "a"};
        byte[] utf8 = String.join("", "", "naïve", "🦆🦆", "a").getBytes(StandardCharsets.UTF_8);
        int[] starts = {0, -1, 0, 6, 14};
        int[] ends = {0, -1, 6, 14, 15};
        var chunk = ChunkEncoder.strings(5, i -> starts[i], i -> ends[i], utf8);
        for (int i = 0; i < values.length; i++) {
            var value = chunk.atStr(new BufferedString(), i);
            assertThat(value == null ? null : value.toString()).isEqualTo(values[i]);
        }
    }

    @Test
    void anEmptyChunkHasNoRows() {
        assertThat(ChunkEncoder.empty(false)._len).isZero();
        assertThat(ChunkEncoder.empty(true)._len).isZero();
    }

    private static ColumnBlock.Column column(long... values) {
        var column = new ColumnBlock(List.of(ColumnKind.LONG)).column(0);
        System.arraycopy(values, 0, column.longs, 0, values.length);
        return column;
    }

    private static long[] bits(double[] values) {
        return LongStream.range(0, values.length)
                .map(i -> Double.doubleToLongBits(values[(int) i]))
                .toArray();
    }

    private static long[] bits(Chunk chunk) {
        return bits(IntStream.range(0, chunk._len).mapToDouble(chunk::atd).toArray());
    }

    private static Long[] longs(Chunk chunk) {
        return IntStream.range(0, chunk._len)
                .mapToObj(i -> chunk.isNA(i) ? null : (Long) chunk.at8(i))
                .toArray(Long[]::new);
    }
}
