package ai.h2o.sparkling.engine;

import ai.h2o.sparkling.engine.api.ColumnSpec;
import ai.h2o.sparkling.engine.api.CommitRequest;
import ai.h2o.sparkling.engine.api.StageId;
import java.util.stream.IntStream;
import water.Iced;
import water.WaterDoor;

/** The winning attempts of a conversion and where their blocks go, in the form that H2O sends between nodes. */
final class Winners extends Iced<Winners> {
    private static final long serialVersionUID = 1L;

    private final String jobId;
    private final int[] partitions;
    private final long[] attempts;
    private final int[] nodes;
    private final int[] firstChunks;

    /** See {@link ColumnSpec}. */
    private final int[] places;

    private final int[] elements;
    private final int[][] grown;
    private final int[] layouts;

    private Winners(
            String jobId, int[] partitions, long[] attempts, int[] nodes, int[] firstChunks, CommitRequest request) {
        this.jobId = jobId;
        this.partitions = partitions;
        this.attempts = attempts;
        this.nodes = nodes;
        this.firstChunks = firstChunks;
        places = request.columns().stream().mapToInt(ColumnSpec::place).toArray();
        elements = request.columns().stream().mapToInt(ColumnSpec::element).toArray();
        grown = request.grown().toArray(int[][]::new);
        layouts = request.layouts().clone();
    }

    static Winners of(CommitRequest request) {
        var staged = request.partitions();
        var members = WaterDoor.members();
        int[] partitions = new int[staged.size()];
        long[] attempts = new long[staged.size()];
        int[] nodes = new int[staged.size()];
        int[] firstChunks = new int[staged.size()];
        int chunk = 0;
        for (int i = 0; i < partitions.length; i++) {
            var partition = staged.get(i);
            partitions[i] = partition.id().partition();
            attempts[i] = partition.id().attempt();
            nodes[i] = members.indexOf(partition.node());
            if (nodes[i] < 0) {
                throw new IllegalStateException("Partition " + partitions[i] + " was staged on "
                        + partition.node().authority() + ", which is not in the cloud " + members);
            }
            firstChunks[i] = chunk;
            chunk += partition.blockRows().length;
        }
        return new Winners(request.jobId(), partitions, attempts, nodes, firstChunks, request);
    }

    /** First row of each chunk, then the number of rows. A frame without rows has one empty chunk. */
    static long[] chunkStarts(CommitRequest request) {
        int chunks = 0;
        for (var partition : request.partitions()) {
            chunks += partition.blockRows().length;
        }
        long[] starts = new long[Math.max(1, chunks) + 1];
        int next = 1;
        for (var partition : request.partitions()) {
            for (int rows : partition.blockRows()) {
                starts[next] = starts[next - 1] + rows;
                next++;
            }
        }
        return starts;
    }

    /** Indices of the winners that are staged on this node. */
    int[] here() {
        int self = WaterDoor.selfIndex();
        return IntStream.range(0, nodes.length).filter(i -> nodes[i] == self).toArray();
    }

    StagedRows rows(int winner) {
        return Stage.get(new StageId(jobId, partitions[winner], attempts[winner]));
    }

    int firstChunk(int winner) {
        return firstChunks[winner];
    }

    /** Where the cells of a column of the frame are in the blocks of a winner, or -1 if they are not there. */
    int place(int winner, int column) {
        int place = places[column];
        return place >= 0 ? place : grown[layouts[winner]][-1 - place];
    }

    /** The position in the vectors there that the column is made of, or -1 if it is not made of vectors. */
    int element(int column) {
        return elements[column];
    }
}
