package ai.h2o.sparkling.engine;

import ai.h2o.sparkling.engine.api.BlockProtocol.Reading;
import ai.h2o.sparkling.engine.api.ColumnBlock;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.unsafe.Platform;

/** Copies rows of a chunk into a block that can travel. */
final class ChunkRows {
    private ChunkRows() {}

    static ColumnBlock copy(Reading reading, ColumnVector[] vectors) {
        int rows = reading.to() - reading.from();
        var block = new ColumnBlock(reading.kinds(), rows);
        block.rows(rows);
        for (int i = 0; i < vectors.length; i++) {
            var column = block.column(i);
            switch (column.kind()) {
                case DOUBLE -> doubles(vectors[i], reading.from(), rows, column.doubles);
                case STRING -> strings(vectors[i], reading.from(), rows, column);
                default -> longs(vectors[i], reading.from(), rows, column);
            }
        }
        return block;
    }

    private static void doubles(ColumnVector vector, int from, int rows, double[] to) {
        for (int row = 0; row < rows; row++) {
            to[row] = vector.getDouble(from + row);
        }
    }

    /** Whatever the type: a vector of this package has whole numbers as they are. */
    private static void longs(ColumnVector vector, int from, int rows, ColumnBlock.Column to) {
        for (int row = 0; row < rows; row++) {
            if (vector.isNullAt(from + row)) {
                to.setMissing(row);
            } else {
                to.longs[row] = vector.getLong(from + row);
            }
        }
    }

    private static void strings(ColumnVector vector, int from, int rows, ColumnBlock.Column to) {
        for (int row = 0; row < rows; row++) {
            var text = vector.isNullAt(from + row) ? null : vector.getUTF8String(from + row);
            if (text == null) {
                to.setMissing(row);
                to.ends[row] = to.bytesUsed();
                continue;
            }
            int length = text.numBytes();
            int start = to.reserve(length);
            text.writeToMemory(to.bytes, Platform.BYTE_ARRAY_OFFSET + start);
            to.ends[row] = start + length;
        }
    }
}
