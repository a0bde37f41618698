package water.fvec;

import static org.assertj.core.api.Assertions.assertThat;

import ai.h2o.sparkling.engine.api.ColumnBlock;
import ai.h2o.sparkling.engine.api.ColumnKind;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VectorEncoderTest {
    private static final double NA = Double.NaN;

    @Test
    void aDenseVectorBecomesAColumnForEachPosition() {
        var chunks = encode(new double[][] {{1, 0.5}, {2, NA}, {3, -0.0}});
        assertThat(chunks).hasSize(2);
        assertThat(chunks[0]).isInstanceOf(C1NChunk.class);
        assertThat(ChunkEncoder.toDoubles(chunks[0])).containsExactly(1, 2, 3);
        assertThat(bits(chunks[1])).containsExactly(bits(new double[] {0.5, NA, -0.0}));
    }

    @Test
    void nullVectorsAndWhatLiesBehindShorterOnesIsMissing() {
        var chunks = encode(new double[][] {{1, 2}, null, {}, {5}});
        assertThat(ChunkEncoder.toDoubles(chunks[0])).containsExactly(1, NA, NA, 5);
        assertThat(ChunkEncoder.toDoubles(chunks[1])).containsExactly(2, NA, NA, NA);
    }

    @Test
    void nothingButNullVectorsMakeNoColumn() {
        assertThat(encode(new double[][] {null, null})).isEmpty();
        assertThat(encode(new double[][] {{}, null})).isEmpty();
    }

    /** As many rows as have short numbers, and more. */
    @ParameterizedTest
    @ValueSource(ints = {100, 65_536})
    void whatIsMostlyZeroTakesNoRoom(int rows) {
        double[][] vectors = new double[rows][];
        Arrays.setAll(vectors, row -> new double[4]);
        vectors[3][0] = -5;
        vectors[rows - 1][0] = 7;
        vectors[3][1] = 0.1;
        vectors[5][2] = 1e6;
        vectors[7] = null;
        var chunks = encode(vectors);
        assertThat(chunks[0]).isExactlyInstanceOf(CXIChunk.class);
        assertThat(chunks[1]).isExactlyInstanceOf(CXFChunk.class);
        assertThat(chunks[2]).isExactlyInstanceOf(CXIChunk.class);
        assertThat(chunks[3]).isExactlyInstanceOf(CXIChunk.class);
        for (int position = 0; position < 4; position++) {
            assertThat(chunks[position]._mem.length).isLessThan(64);
            assertThat(bits(chunks[position])).containsExactly(bits(expected(vectors, position)));
        }
        vectors[7] = new double[4];
        assertThat(encode(vectors)[3]).isExactlyInstanceOf(C0LChunk.class);
    }

    @Test
    void randomVectorsComeBackBitByBit() {
        var random = new Random(3);
        for (int round = 0; round < 400; round++) {
            int rows = 1 + random.nextInt(200);
            int width = 1 + random.nextInt(6);
            double filled = random.nextBoolean() ? 0.03 : 0.7;
            int form = random.nextInt(4);
            double[][] vectors = new double[rows][];
            for (int row = 0; row < rows; row++) {
                if (round % 3 == 0 && random.nextInt(10) == 0) {
                    continue;
                }
                int length = round % 5 == 0 ? random.nextInt(width + 1) : width;
                vectors[row] = random.doubles(length)
                        .map(x -> x < filled ? value(random, form) : 0)
                        .toArray();
            }
            var chunks = encode(vectors);
            for (int position = 0; position < chunks.length; position++) {
                assertThat(bits(chunks[position]))
                        .as("round %d, position %d", round, position)
                        .containsExactly(bits(expected(vectors, position)));
            }
        }
    }

    private static double value(Random random, int form) {
        return switch (form) {
            case 0 -> random.nextInt(50) - 25;
            case 1 -> random.nextInt();
            case 2 -> random.nextInt(9) == 0 ? NA : (float) random.nextGaussian();
            default -> random.nextInt(5) == 0 ? -0.0 : random.nextGaussian() * 1e200;
        };
    }

    private static double[] expected(double[][] vectors, int position) {
        return Arrays.stream(vectors)
                .mapToDouble(vector -> vector == null || vector.length <= position ? NA : vector[position])
                .toArray();
    }

    /** Zeros are no entries; minus zero is one. */
    private static Chunk[] encode(double[][] vectors) {
        var column = new ColumnBlock(List.of(ColumnKind.VECTOR), vectors.length).column(0);
        for (int row = 0; row < vectors.length; row++) {
            double[] vector = vectors[row];
            if (vector == null) {
                column.miss(row);
                continue;
            }
            int[] positions = IntStream.range(0, vector.length)
                    .filter(i -> Double.doubleToRawLongBits(vector[i]) != 0)
                    .toArray();
            int start = column.reserveEntries(positions.length);
            for (int i = 0; i < positions.length; i++) {
                column.positions[start + i] = positions[i];
                column.doubles[start + i] = vector[positions[i]];
            }
            column.sizes[row] = vector.length;
            column.ends[row] = start + positions.length;
        }
        return VectorEncoder.encode(column, vectors.length);
    }

    private static long[] bits(Chunk chunk) {
        return bits(ChunkEncoder.toDoubles(chunk));
    }

    private static long[] bits(double[] values) {
        return Arrays.stream(values).mapToLong(Double::doubleToLongBits).toArray();
    }
}
