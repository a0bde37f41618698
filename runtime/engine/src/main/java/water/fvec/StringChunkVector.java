package water.fvec;

import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.unsafe.types.UTF8String;
import water.parser.BufferedString;

/** Strings read where they lie in the chunk. Used by one thread, as Spark's batches are. */
final class StringChunkVector extends CellVector {
    private final CStrChunk chunk;
    private final BufferedString cursor = new BufferedString();

    StringChunkVector(CStrChunk chunk) {
        super(DataTypes.StringType);
        this.chunk = chunk;
    }

    @Override
    public int numNulls() {
        int missing = 0;
        for (int row = 0; row < chunk._len; row++) {
            missing += isNullAt(row) ? 1 : 0;
        }
        return missing;
    }

    @Override
    public boolean isNullAt(int row) {
        return chunk.isNA_impl(row);
    }

    @Override
    public UTF8String getUTF8String(int row) {
        return chunk.atStr_impl(cursor, row) == null
                ? null
                : UTF8String.fromBytes(cursor.getBuffer(), cursor.getOffset(), cursor.length());
    }
}
