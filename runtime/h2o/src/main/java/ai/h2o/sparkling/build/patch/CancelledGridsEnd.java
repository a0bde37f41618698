package ai.h2o.sparkling.build.patch;

import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** H2O leaves the saved state of a grid that was cancelled as if it were still searched, and the next cloud would go on with it. */
public final class CancelledGridsEnd extends OneCallPatch {
    private static final String TASK = "hex/grid/GridSearch$1";

    public CancelledGridsEnd() {
        super(TASK, "onExceptionalCompletion", "hex/grid/Grid.isJobCanceled(Ljava/lang/Throwable;)Z");
    }

    @Override
    void replace(MethodVisitor code) {
        code.visitVarInsn(Opcodes.ALOAD, 0);
        code.visitFieldInsn(Opcodes.GETFIELD, TASK, "this$0", "Lhex/grid/GridSearch;");
        code.visitMethodInsn(
                Opcodes.INVOKESTATIC,
                "ai/h2o/sparkling/engine/recovery/Keeper",
                "cancelled",
                "(Ljava/lang/Throwable;Lhex/grid/GridSearch;)Z",
                false);
    }
}
