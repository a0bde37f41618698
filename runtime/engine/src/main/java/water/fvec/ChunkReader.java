package water.fvec;

import ai.h2o.sparkling.engine.api.ColumnRequest;
import ai.h2o.sparkling.engine.api.EngineFailure;
import ai.h2o.sparkling.engine.api.WholeDecimals;
import java.util.List;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.vectorized.ColumnVector;
import water.DKV;
import water.Key;

/** Shows chunks as Spark's column vectors. */
public final class ChunkReader {
    private ChunkReader() {}

    /** One vector for each request, over the cells of one chunk of the frame. */
    public static ColumnVector[] read(String frameKey, int chunk, List<ColumnRequest> requests) throws EngineFailure {
        var vectors = new ColumnVector[requests.size()];
        for (int i = 0; i < vectors.length; i++) {
            var request = requests.get(i);
            Vec vec = DKV.getGet(Key.<Vec>make(request.vecKey()));
            if (vec == null) {
                throw new EngineFailure("frame '" + frameKey + "' was removed or replaced after the DataFrame over it "
                        + "was made; make the DataFrame again with asSparkFrame");
            }
            vectors[i] = vector(vec, vec.chunkForChunkIdx(chunk), request.type());
        }
        return vectors;
    }

    private static ColumnVector vector(Vec vec, Chunk chunk, DataType type) {
        if (chunk instanceof CStrChunk strings) {
            return new StringChunkVector(strings);
        }
        if (DataTypes.StringType.equals(type)) {
            return textVector(vec, chunk);
        }
        if (DataTypes.DoubleType.equals(type) || DataTypes.FloatType.equals(type)) {
            return chunk instanceof C8DChunk
                    ? new DoubleMemoryVector(type, chunk._mem)
                    : new DoublesVector(type, ChunkEncoder.toDoubles(chunk));
        }
        if (type instanceof DecimalType decimal && !WholeDecimals.exact(decimal)) {
            return new DoublesVector(type, ChunkEncoder.toDoubles(chunk));
        }
        return new LongsVector(type, ChunkEncoder.toLongs(chunk));
    }

    private static ColumnVector textVector(Vec vec, Chunk chunk) {
        if (vec.isCategorical()) {
            return new LevelsVector(ChunkEncoder.toLongs(chunk), LevelCache.levels(vec));
        }
        if (vec.isUUID()) {
            return new UuidVector(chunk);
        }
        // A column of strings of which this chunk has none.
        return new LevelsVector(ChunkEncoder.toLongs(chunk), LevelCache.NONE);
    }
}
