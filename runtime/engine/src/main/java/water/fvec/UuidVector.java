package water.fvec;

import java.util.UUID;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.unsafe.types.UTF8String;

/** UUIDs as text. */
final class UuidVector extends CellVector {
    private final Chunk chunk;

    UuidVector(Chunk chunk) {
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
        return isNullAt(row) ? null : UTF8String.fromString(new UUID(chunk.at16h(row), chunk.at16l(row)).toString());
    }
}
