package ai.h2o.sparkling.build.patch;

import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * H2O makes a frame of what there is of a prediction that was cancelled, with rows missing, and keeps it.
 * {@code ai.h2o.sparkling.engine.patched.EngineScoring} removes it.
 */
public final class CancelledScoresGo extends OneCallPatch {
    private static final String ARGUMENTS = "Lwater/Key;[Ljava/lang/String;[[Ljava/lang/String;";
    /** The parameters of the method before it are the model, two frames and the name of the result. */
    private static final int JOB = 4;

    public CancelledScoresGo() {
        super("hex/Model", "predictScoreImpl", "hex/Model$BigScore.outputFrame(" + ARGUMENTS + ")Lwater/fvec/Frame;");
    }

    @Override
    void replace(MethodVisitor code) {
        code.visitVarInsn(Opcodes.ALOAD, JOB);
        code.visitMethodInsn(
                Opcodes.INVOKESTATIC,
                "ai/h2o/sparkling/engine/patched/EngineScoring",
                "frame",
                "(Lwater/MRTask;" + ARGUMENTS + "Lwater/Job;)Lwater/fvec/Frame;",
                false);
    }
}
