package ai.h2o.sparkling.engine;

import ai.h2o.sparkling.engine.api.BlockWriter;
import ai.h2o.sparkling.engine.api.ColumnBlock;
import ai.h2o.sparkling.engine.api.ColumnKind;
import ai.h2o.sparkling.engine.api.EngineFailure;
import ai.h2o.sparkling.engine.api.NodeAddress;
import ai.h2o.sparkling.engine.api.StageId;
import ai.h2o.sparkling.engine.api.StagedPartition;
import java.util.ArrayList;
import java.util.List;
import water.fvec.Chunk;
import water.fvec.ChunkEncoder;

/** Encodes the blocks of one attempt and holds them until {@link #finish} shows them to commits. */
final class StagingWriter implements BlockWriter {
    private final EngineThreads threads;
    private final StageId id;
    private final NodeAddress node;
    private final Dictionary[] dictionaries;
    private final List<StagedRows.Block> blocks = new ArrayList<>();

    StagingWriter(EngineThreads threads, StageId id, List<ColumnKind> kinds, NodeAddress node) {
        this.threads = threads;
        this.id = id;
        this.node = node;
        dictionaries = new Dictionary[kinds.size()];
        for (int i = 0; i < dictionaries.length; i++) {
            dictionaries[i] = kinds.get(i) == ColumnKind.STRING ? new Dictionary() : null;
        }
    }

    @Override
    public void append(ColumnBlock block) throws EngineFailure {
        if (block.rows() > 0) {
            blocks.add(threads.call("encode a block of " + block.rows() + " rows", () -> encode(block)));
        }
    }

    private StagedRows.Block encode(ColumnBlock block) {
        int rows = block.rows();
        var chunks = new Chunk[block.width()];
        var codes = new int[block.width()][];
        for (int i = 0; i < chunks.length; i++) {
            var column = block.column(i);
            switch (column.kind()) {
                case DOUBLE -> chunks[i] = ChunkEncoder.doubles(column.doubles, rows);
                case STRING -> codes[i] = codes(column, rows, dictionaries[i]);
                default -> chunks[i] = ChunkEncoder.longs(column.longs, column, rows);
            }
        }
        return new StagedRows.Block(rows, chunks, codes);
    }

    private static int[] codes(ColumnBlock.Column column, int rows, Dictionary dictionary) {
        int[] codes = new int[rows];
        int start = 0;
        for (int row = 0; row < rows; row++) {
            int end = column.ends[row];
            codes[row] = column.isMissing(row) ? Dictionary.MISSING : dictionary.code(column.bytes, start, end);
            start = end;
        }
        return codes;
    }

    @Override
    public StagedPartition finish() {
        Stage.put(id, new StagedRows(List.copyOf(blocks), dictionaries));
        int[] rows = blocks.stream().mapToInt(StagedRows.Block::rows).toArray();
        blocks.clear();
        return new StagedPartition(id, node, rows);
    }

    @Override
    public void close() {
        blocks.clear();
    }
}
