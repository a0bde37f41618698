package ai.h2o.sparkling.engine.patched;

import hex.Model;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import water.Job;
import water.Key;
import water.MRTask;
import water.fvec.Chunk;
import water.fvec.Frame;

/**
 * Lets a prediction end soon after it was cancelled, and leave nothing. Stands where H2O scores one row, and where it makes a frame of all
 * scores; the build puts it there.
 */
public final class EngineScoring {
    /** To ask the other nodes takes a look into H2O's store, which is too much for each row. */
    private static final int ROWS_BETWEEN_LOOKS = 256;

    private static final VarHandle STOP_REQUESTED = stopRequested();

    private EngineScoring() {}

    /**
     * In place of {@code predict.score0(…)}. Once the job was cancelled nothing is computed any more: the rows that are left get no number.
     *
     * @param job what the prediction belongs to, or {@code null}
     */
    public static double[] score(
            Model.BigScoreChunkPredict predict,
            Chunk[] chunks,
            double offset,
            int row,
            double[] features,
            double[] scores,
            Job<?> job) {
        if (job != null && stopped(job, row)) {
            Arrays.fill(scores, Double.NaN);
            return scores;
        }
        return predict.score0(chunks, offset, row, features, scores);
    }

    /**
     * In place of {@code task.outputFrame(…)}.
     *
     * @param job what the prediction belongs to, or {@code null}
     * @throws Job.JobCancelledException if it was cancelled; there is no frame then
     */
    public static Frame frame(MRTask<?> task, Key<Frame> key, String[] names, String[][] domains, Job<?> job) {
        var frame = task.outputFrame(key, names, domains);
        if (job != null && job.stop_requested()) {
            frame.delete();
            throw new Job.JobCancelledException(job);
        }
        return frame;
    }

    private static boolean stopped(Job<?> job, int row) {
        return row % ROWS_BETWEEN_LOOKS == 0 ? job.stop_requested() : (boolean) STOP_REQUESTED.getVolatile(job);
    }

    private static VarHandle stopRequested() {
        try {
            return MethodHandles.privateLookupIn(Job.class, MethodHandles.lookup())
                    .findVarHandle(Job.class, "_stop_requested", boolean.class);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("H2O's jobs are not what they were", e);
        }
    }
}
