package ai.h2o.sparkling.nodes;

import ai.h2o.sparkling.engine.api.BlockProtocol.Kind;
import ai.h2o.sparkling.engine.api.BlockProtocol.Staging;
import ai.h2o.sparkling.engine.api.BlockWriter;
import ai.h2o.sparkling.engine.api.ColumnBlock;
import ai.h2o.sparkling.engine.api.EngineFailure;
import ai.h2o.sparkling.engine.api.StageId;
import ai.h2o.sparkling.engine.api.StagedPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Stages the rows of one attempt on a node in another JVM. */
final class RemoteWriter implements BlockWriter {
    private static final Logger LOG = LoggerFactory.getLogger(RemoteWriter.class);

    private final RemoteNode node;
    private final StageId id;
    private int sent;
    private boolean finished;

    RemoteWriter(RemoteNode node, StageId id) {
        this.node = node;
        this.id = id;
    }

    @Override
    public void append(ColumnBlock block) throws EngineFailure {
        if (block.rows() > 0) {
            node.stage(Kind.APPEND, staging(), block);
            sent++;
        }
    }

    @Override
    public StagedPartition finish() throws EngineFailure {
        var staged = (StagedPartition) node.stage(Kind.FINISH, staging(), null);
        finished = true;
        return staged;
    }

    @Override
    public void close() {
        if (finished || sent == 0) {
            return;
        }
        // Of a task that Spark has interrupted the rows are to go, too.
        boolean interrupted = Thread.interrupted();
        try {
            node.stage(Kind.ABORT, staging(), null);
        } catch (EngineFailure | RuntimeException e) {
            LOG.debug("What a failed task had staged on another executor's node stays until the conversion ends", e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private Staging staging() {
        return new Staging(id, sent);
    }
}
