package ai.h2o.sparkling.engine;

import ai.h2o.sparkling.engine.api.BlockWriter;
import ai.h2o.sparkling.engine.api.ColumnBlock;
import ai.h2o.sparkling.engine.api.ColumnKind;
import ai.h2o.sparkling.engine.api.EngineFailure;
import ai.h2o.sparkling.engine.api.NodeAddress;
import ai.h2o.sparkling.engine.api.StageId;
import ai.h2o.sparkling.engine.api.StagedPartition;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import water.fvec.ChunkEncoder;
import water.fvec.VectorEncoder;

/** Encodes the blocks of one attempt and holds them until {@link #finish} shows them to commits. */
final class StagingWriter implements BlockWriter {
    private final EngineThreads threads;
    private final StageId id;
    private final NodeAddress node;
    private final List<Dictionary> dictionaries = new ArrayList<>();
    private final List<StagedRows.Block> blocks = new ArrayList<>();

    StagingWriter(EngineThreads threads, StageId id, NodeAddress node) {
        this.threads = threads;
        this.id = id;
        this.node = node;
    }

    @Override
    public void append(ColumnBlock block) throws EngineFailure {
        if (block.rows() > 0) {
            blocks.add(threads.call("encode a block of " + block.rows() + " rows", () -> encode(block)));
        }
    }

    private StagedRows.Block encode(ColumnBlock block) {
        int rows = block.rows();
        var cells = new StagedRows.Cells[block.width()];
        for (int i = 0; i < cells.length; i++) {
            var column = block.column(i);
            if (i == dictionaries.size()) {
                dictionaries.add(column.kind() == ColumnKind.STRING ? new Dictionary() : null);
            }
            if (column.isEmpty()) {
                continue;
            }
            cells[i] = switch (column.kind()) {
                case DOUBLE -> new StagedRows.Finished(ChunkEncoder.doubles(column.doubles, rows));
                case STRING -> new StagedRows.Codes(codes(column, rows, dictionaries.get(i)));
                case VECTOR -> new StagedRows.Positions(VectorEncoder.encode(column, rows));
                default -> new StagedRows.Finished(ChunkEncoder.longs(column.longs, column, rows));
            };
        }
        return new StagedRows.Block(rows, cells);
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
        Stage.put(id, new StagedRows(List.copyOf(blocks), Collections.unmodifiableList(dictionaries)));
        int[] rows = blocks.stream().mapToInt(StagedRows.Block::rows).toArray();
        blocks.clear();
        return new StagedPartition(id, node, rows);
    }

    @Override
    public void close() {
        blocks.clear();
    }
}
