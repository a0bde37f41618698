package ai.h2o.sparkling.engine.recovery;

import water.MRTask;
import water.fvec.Chunk;
import water.fvec.Frame;
import water.parser.BufferedString;

/**
 * A hash of which value is in which row. Unlike H2O's checksums it tells two frames apart that have the same rows in another order, which is
 * what Spark may make of a plan with a shuffle when it evaluates it again. The finaliser is that of MurmurHash3 (Appleby, public domain).
 */
final class RowHash extends MRTask<RowHash> {
    private static final long serialVersionUID = 1L;
    private static final long MISSING = 0x9e3779b97f4a7c15L;

    private long sum;

    private RowHash() {}

    static long of(Frame frame) {
        return new RowHash().doAll(frame).sum;
    }

    @Override
    public void map(Chunk[] chunks) {
        var text = new BufferedString();
        for (int column = 0; column < chunks.length; column++) {
            var chunk = chunks[column];
            long first = mixed(column + 1L) + chunk.start();
            for (int row = 0; row < chunk._len; row++) {
                sum += mixed(value(chunk, row, text) + mixed(first + row));
            }
        }
    }

    private static long value(Chunk chunk, int row, BufferedString text) {
        if (chunk.isNA(row)) {
            return MISSING;
        }
        if (chunk.vec().isString()) {
            return chunk.atStr(text, row).hashCode();
        }
        if (chunk.vec().isUUID()) {
            return chunk.at16l(row) ^ chunk.at16h(row);
        }
        return Double.doubleToLongBits(chunk.atd(row));
    }

    private static long mixed(long bits) {
        long hash = bits;
        hash = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
        hash = (hash ^ (hash >>> 33)) * 0xc4ceb9fe1a85ec53L;
        return hash ^ (hash >>> 33);
    }

    @Override
    public void reduce(RowHash other) {
        sum += other.sum;
    }
}
