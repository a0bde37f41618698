package ai.h2o.sparkling.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.h2o.sparkling.engine.api.BlockProtocol.Staging;
import ai.h2o.sparkling.engine.api.BlockWriter;
import ai.h2o.sparkling.engine.api.ColumnBlock;
import ai.h2o.sparkling.engine.api.ColumnKind;
import ai.h2o.sparkling.engine.api.EngineFailure;
import ai.h2o.sparkling.engine.api.EngineNode;
import ai.h2o.sparkling.engine.api.StageId;
import ai.h2o.sparkling.engine.api.StagedPartition;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RemoteStagesTest {
    private static final StageId ID = new StageId("job", 3, 7);
    private static final List<ColumnKind> KINDS = List.of(ColumnKind.LONG);

    private final List<String> done = new ArrayList<>();
    private final EngineNode node = (EngineNode) Proxy.newProxyInstance(
            EngineNode.class.getClassLoader(), new Class<?>[] {EngineNode.class}, (proxy, method, arguments) -> {
                assertThat(method.getName()).isEqualTo("stage");
                return new Recorded();
            });

    @AfterEach
    void forget() {
        RemoteStages.clear();
    }

    @Test
    void blocksAreStagedInTheirOrder() throws Exception {
        append(0, 5);
        append(1, 6);
        assertThat(finish(2).blockRows()).containsExactly(5, 6);
    }

    /** As when an answer was lost. */
    @Test
    void whatComesTwiceCountsOnce() throws Exception {
        append(0, 5);
        append(0, 5);
        append(1, 6);
        append(1, 6);
        assertThat(finish(2).blockRows()).containsExactly(5, 6);
        assertThat(finish(2).blockRows()).containsExactly(5, 6);
        assertThat(done).containsExactly("5", "6", "finished");
    }

    @Test
    void whatIsMissingIsAnError() throws Exception {
        assertThatThrownBy(() -> append(1, 5)).isInstanceOf(EngineFailure.class).hasMessageContaining("partition 3");
        append(0, 5);
        assertThatThrownBy(() -> append(2, 5)).isInstanceOf(EngineFailure.class);
        assertThatThrownBy(() -> finish(2)).isInstanceOf(EngineFailure.class).hasMessageContaining("first 2 blocks");
        assertThat(done).containsExactly("5");
    }

    @Test
    void aPartitionMayHaveNoRows() throws Exception {
        assertThat(finish(0).blockRows()).isEmpty();
    }

    @Test
    void whatWasGivenUpIsGone() throws Exception {
        append(0, 5);
        RemoteStages.abort(ID);
        RemoteStages.abort(ID);
        assertThat(done).containsExactly("5", "closed");
        assertThatThrownBy(() -> append(1, 5)).isInstanceOf(EngineFailure.class);
    }

    @Test
    void attemptsDoNotMeet() throws Exception {
        append(0, 5);
        var other = new Staging(new StageId("job", 3, 8), 0);
        RemoteStages.append(node, other, block(9));
        assertThat(finish(1).blockRows()).containsExactly(5);
        Stage.drop("job");
        assertThatThrownBy(() -> append(1, 5)).isInstanceOf(EngineFailure.class);
    }

    private void append(int sequence, int rows) throws EngineFailure {
        RemoteStages.append(node, new Staging(ID, sequence), block(rows));
    }

    private StagedPartition finish(int sequence) throws EngineFailure {
        return RemoteStages.finish(node, new Staging(ID, sequence));
    }

    private static ColumnBlock block(int rows) {
        var block = new ColumnBlock(KINDS, rows);
        block.rows(rows);
        return block;
    }

    private final class Recorded implements BlockWriter {
        private final List<Integer> rows = new ArrayList<>();

        @Override
        public void append(ColumnBlock block) {
            rows.add(block.rows());
            done.add("" + block.rows());
        }

        @Override
        public StagedPartition finish() {
            done.add("finished");
            return new StagedPartition(
                    ID, null, rows.stream().mapToInt(row -> row).toArray());
        }

        @Override
        public void close() {
            done.add("closed");
        }
    }
}
