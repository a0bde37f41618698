package ai.h2o.sparkling.engine.api;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;

/**
 * How blocks travel between a task whose JVM has no node and a node elsewhere: one request for each block, so that each has a deadline, and one
 * that is lost can be sent again. The answer is that of {@link ControlProtocol}, or, where a block was asked for, that block.
 */
public final class BlockProtocol {
    /** Path of the servlet on the node. */
    public static final String PATH = "/sparkling/blocks";

    /** Of a request, and of an answer that is a block. */
    public static final String CONTENT_TYPE = "application/octet-stream";

    private BlockProtocol() {}

    /** What is asked for. Its name begins a request. */
    public enum Kind {
        /** Stage the next block of an attempt. */
        APPEND,
        /** The attempt is complete. */
        FINISH,
        /** Forget the attempt. */
        ABORT,
        /** Give rows of a chunk. */
        READ
    }

    /**
     * The head of a request about an attempt; a block follows if it is to be staged.
     *
     * @param sequence number of blocks that were sent before
     */
    public record Staging(StageId id, int sequence) {
        public void write(DataOutput out) throws IOException {
            out.writeUTF(id.jobId());
            out.writeInt(id.partition());
            out.writeLong(id.attempt());
            out.writeInt(sequence);
        }

        public static Staging read(DataInput in) throws IOException {
            var id = new StageId(in.readUTF(), in.readInt(), in.readLong());
            return new Staging(id, in.readInt());
        }
    }

    /**
     * Rows of one chunk.
     *
     * @param from the first row of the chunk that is wanted
     * @param to the row after the last one
     */
    public record Reading(String frameKey, int chunk, int from, int to, List<ColumnRequest> columns) {
        public void write(DataOutput out) throws IOException {
            out.writeUTF(frameKey);
            out.writeInt(chunk);
            out.writeInt(from);
            out.writeInt(to);
            out.writeInt(columns.size());
            for (var column : columns) {
                out.writeUTF(column.vecKey());
                out.writeUTF(column.type().json());
            }
        }

        public static Reading read(DataInput in) throws IOException {
            var frameKey = in.readUTF();
            int chunk = in.readInt();
            int from = in.readInt();
            int to = in.readInt();
            int width = in.readInt();
            var columns = new ArrayList<ColumnRequest>();
            for (int i = 0; i < width; i++) {
                columns.add(new ColumnRequest(in.readUTF(), DataType.fromJson(in.readUTF())));
            }
            return new Reading(frameKey, chunk, from, to, columns);
        }

        /** How the cells travel. */
        public List<ColumnKind> kinds() {
            return columns.stream().map(column -> kind(column.type())).toList();
        }

        private static ColumnKind kind(DataType type) {
            if (DataTypes.StringType.equals(type)) {
                return ColumnKind.STRING;
            }
            boolean real = DataTypes.DoubleType.equals(type)
                    || DataTypes.FloatType.equals(type)
                    || (type instanceof DecimalType decimal && !WholeDecimals.exact(decimal));
            return real ? ColumnKind.DOUBLE : ColumnKind.LONG;
        }
    }
}
