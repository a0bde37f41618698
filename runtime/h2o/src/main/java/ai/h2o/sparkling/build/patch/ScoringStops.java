package ai.h2o.sparkling.build.patch;

import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * H2O looks whether a prediction was cancelled only before each chunk, and all chunks may be under way for minutes.
 * {@code ai.h2o.sparkling.engine.patched.EngineScoring} looks between rows.
 */
public final class ScoringStops extends OneCallPatch {
    private static final String TASK = "hex/Model$BigScore";
    private static final String PREDICT = "hex/Model$BigScoreChunkPredict";
    private static final String ARGUMENTS = "[Lwater/fvec/Chunk;DI[D[D";

    public ScoringStops() {
        super(TASK, "map", PREDICT + ".score0(" + ARGUMENTS + ")[D");
    }

    @Override
    void replace(MethodVisitor code) {
        code.visitVarInsn(Opcodes.ALOAD, 0);
        code.visitFieldInsn(Opcodes.GETFIELD, TASK, "_j", "Lwater/Job;");
        code.visitMethodInsn(
                Opcodes.INVOKESTATIC,
                "ai/h2o/sparkling/engine/patched/EngineScoring",
                "score",
                "(L" + PREDICT + ";" + ARGUMENTS + "Lwater/Job;)[D",
                false);
    }
}
