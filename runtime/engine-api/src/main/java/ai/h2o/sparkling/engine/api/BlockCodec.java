package ai.h2o.sparkling.engine.api;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.BitSet;

/**
 * A block of rows as bytes: number of columns, number of rows, kind of each column and whether it is empty, then for each that is not whether
 * any cell is missing, the mask if so, and the cells, eight bytes each and little-endian; of strings their ends, four bytes each, and their text; of vectors their ends and sizes,
 * and the positions and values of their entries. Used by one thread.
 */
public final class BlockCodec {
    private static final int BUFFER = 1 << 16;

    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER).order(ByteOrder.LITTLE_ENDIAN);

    public void write(ColumnBlock block, DataOutput out) throws IOException {
        int rows = block.rows();
        out.writeInt(block.width());
        out.writeInt(rows);
        for (int i = 0; i < block.width(); i++) {
            out.writeByte(block.column(i).kind().code());
            out.writeBoolean(block.column(i).isEmpty());
        }
        for (int i = 0; i < block.width(); i++) {
            var column = block.column(i);
            if (column.isEmpty()) {
                continue;
            }
            if (column.kind() == ColumnKind.DOUBLE) {
                write(column.doubles, rows, out);
                continue;
            }
            out.writeBoolean(column.anyMissing);
            if (column.anyMissing) {
                write(column.missing, words(rows), out);
            }
            switch (column.kind()) {
                case STRING -> writeStrings(column, rows, out);
                case VECTOR -> writeVectors(column, rows, out);
                default -> write(column.longs, rows, out);
            }
        }
    }

    private void writeStrings(ColumnBlock.Column column, int rows, DataOutput out) throws IOException {
        write(column.ends, rows, out);
        out.writeInt(column.bytesUsed);
        out.write(column.bytes, 0, column.bytesUsed);
    }

    private void writeVectors(ColumnBlock.Column column, int rows, DataOutput out) throws IOException {
        write(column.ends, rows, out);
        write(column.sizes, rows, out);
        out.writeInt(column.entriesUsed);
        write(column.positions, column.entriesUsed, out);
        write(column.doubles, column.entriesUsed, out);
    }

    /** A block with room for its rows and no more. */
    public ColumnBlock read(DataInput in) throws IOException {
        int width = in.readInt();
        int rows = in.readInt();
        if (rows < 0 || rows > ColumnBlock.MAX_ROWS) {
            throw new IOException("a block of " + rows + " rows, though there can be " + ColumnBlock.MAX_ROWS);
        }
        var kinds = new ArrayList<ColumnKind>();
        var empty = new BitSet();
        for (int i = 0; i < width; i++) {
            kinds.add(kind((char) in.readUnsignedByte()));
            empty.set(i, in.readBoolean());
        }
        var block = new ColumnBlock(kinds, rows, empty);
        block.rows(rows);
        for (int i = 0; i < block.width(); i++) {
            var column = block.column(i);
            if (column.isEmpty()) {
                continue;
            }
            if (column.kind() == ColumnKind.DOUBLE) {
                read(column.doubles, rows, in);
                continue;
            }
            column.anyMissing = in.readBoolean();
            if (column.anyMissing) {
                read(column.missing, words(rows), in);
            }
            switch (column.kind()) {
                case STRING -> readStrings(column, rows, in);
                case VECTOR -> readVectors(column, rows, in);
                default -> read(column.longs, rows, in);
            }
        }
        return block;
    }

    private static ColumnKind kind(char code) throws IOException {
        for (var kind : ColumnKind.values()) {
            if (kind.code() == code) {
                return kind;
            }
        }
        throw new IOException("a column of kind '" + code + "', which this version does not know");
    }

    private void readStrings(ColumnBlock.Column column, int rows, DataInput in) throws IOException {
        read(column.ends, rows, in);
        column.reserve(in.readInt());
        in.readFully(column.bytes, 0, column.bytesUsed);
    }

    private void readVectors(ColumnBlock.Column column, int rows, DataInput in) throws IOException {
        read(column.ends, rows, in);
        read(column.sizes, rows, in);
        column.reserveEntries(in.readInt());
        read(column.positions, column.entriesUsed, in);
        read(column.doubles, column.entriesUsed, in);
    }

    private static int words(int rows) {
        return (rows + 63) >>> 6;
    }

    private void write(double[] values, int count, DataOutput out) throws IOException {
        int most = BUFFER / Double.BYTES;
        for (int done = 0; done < count; done += most) {
            int next = Math.min(most, count - done);
            buffer.asDoubleBuffer().put(values, done, next);
            out.write(buffer.array(), 0, next * Double.BYTES);
        }
    }

    private void write(long[] values, int count, DataOutput out) throws IOException {
        int most = BUFFER / Long.BYTES;
        for (int done = 0; done < count; done += most) {
            int next = Math.min(most, count - done);
            buffer.asLongBuffer().put(values, done, next);
            out.write(buffer.array(), 0, next * Long.BYTES);
        }
    }

    private void write(int[] values, int count, DataOutput out) throws IOException {
        int most = BUFFER / Integer.BYTES;
        for (int done = 0; done < count; done += most) {
            int next = Math.min(most, count - done);
            buffer.asIntBuffer().put(values, done, next);
            out.write(buffer.array(), 0, next * Integer.BYTES);
        }
    }

    private void read(double[] values, int count, DataInput in) throws IOException {
        int most = BUFFER / Double.BYTES;
        for (int done = 0; done < count; done += most) {
            int next = Math.min(most, count - done);
            in.readFully(buffer.array(), 0, next * Double.BYTES);
            buffer.asDoubleBuffer().get(values, done, next);
        }
    }

    private void read(long[] values, int count, DataInput in) throws IOException {
        int most = BUFFER / Long.BYTES;
        for (int done = 0; done < count; done += most) {
            int next = Math.min(most, count - done);
            in.readFully(buffer.array(), 0, next * Long.BYTES);
            buffer.asLongBuffer().get(values, done, next);
        }
    }

    private void read(int[] values, int count, DataInput in) throws IOException {
        int most = BUFFER / Integer.BYTES;
        for (int done = 0; done < count; done += most) {
            int next = Math.min(most, count - done);
            in.readFully(buffer.array(), 0, next * Integer.BYTES);
            buffer.asIntBuffer().get(values, done, next);
        }
    }
}
