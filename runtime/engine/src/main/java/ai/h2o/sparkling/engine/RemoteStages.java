package ai.h2o.sparkling.engine;

import ai.h2o.sparkling.engine.api.BlockProtocol.Staging;
import ai.h2o.sparkling.engine.api.BlockWriter;
import ai.h2o.sparkling.engine.api.ColumnBlock;
import ai.h2o.sparkling.engine.api.EngineFailure;
import ai.h2o.sparkling.engine.api.EngineNode;
import ai.h2o.sparkling.engine.api.StageId;
import ai.h2o.sparkling.engine.api.StagedPartition;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Attempts of executors without a node that this node stages, block by block. A block that comes twice, since its answer was lost, counts once.
 * Thread-safe.
 */
final class RemoteStages {
    /** A task sends its next block within seconds; one that was silent for so long is dead. */
    private static final Duration FORGOTTEN = Duration.ofHours(1);

    private static final ConcurrentMap<StageId, Attempt> OPEN = new ConcurrentHashMap<>();

    private RemoteStages() {}

    private static final class Attempt {
        private final BlockWriter writer;
        private int taken;
        private StagedPartition finished;
        private volatile long touched = System.nanoTime();

        Attempt(BlockWriter writer) {
            this.writer = writer;
        }
    }

    static void append(EngineNode node, Staging staging, ColumnBlock block) throws EngineFailure {
        if (staging.sequence() == 0) {
            forgetTheSilent();
            OPEN.computeIfAbsent(staging.id(), id -> new Attempt(node.stage(id)));
        }
        var attempt = find(staging);
        synchronized (attempt) {
            attempt.touched = System.nanoTime();
            if (staging.sequence() > attempt.taken) {
                throw gone(staging);
            }
            if (staging.sequence() == attempt.taken) {
                attempt.writer.append(block);
                attempt.taken++;
            }
        }
    }

    static StagedPartition finish(EngineNode node, Staging staging) throws EngineFailure {
        if (staging.sequence() == 0) {
            // A partition without rows.
            OPEN.computeIfAbsent(staging.id(), id -> new Attempt(node.stage(id)));
        }
        var attempt = find(staging);
        synchronized (attempt) {
            if (staging.sequence() != attempt.taken) {
                throw gone(staging);
            }
            if (attempt.finished == null) {
                attempt.finished = attempt.writer.finish();
            }
            return attempt.finished;
        }
    }

    static void abort(StageId id) {
        var attempt = OPEN.remove(id);
        if (attempt != null) {
            synchronized (attempt) {
                attempt.writer.close();
            }
        }
    }

    /** Nothing more is to come of that conversion. */
    static void drop(String jobId) {
        OPEN.keySet().removeIf(id -> id.jobId().equals(jobId));
    }

    static void clear() {
        OPEN.clear();
    }

    private static Attempt find(Staging staging) throws EngineFailure {
        var attempt = OPEN.get(staging.id());
        if (attempt == null) {
            throw gone(staging);
        }
        return attempt;
    }

    private static EngineFailure gone(Staging staging) {
        return new EngineFailure("The first " + staging.sequence() + " blocks of partition "
                + staging.id().partition() + " are not on this node any more; convert the DataFrame again");
    }

    private static void forgetTheSilent() {
        long now = System.nanoTime();
        OPEN.values().removeIf(attempt -> now - attempt.touched > FORGOTTEN.toNanos());
    }
}
