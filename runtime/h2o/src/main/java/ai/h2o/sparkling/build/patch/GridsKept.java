package ai.h2o.sparkling.build.patch;

import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * H2O keeps all grids for which no directory was named in one, where they overwrite each other's state.
 * {@code ai.h2o.sparkling.engine.recovery.Keeper} gives each its own.
 */
public final class GridsKept extends BodyPatch {
    private static final String SCHEMA = "hex/schemas/GridSearchSchema";
    private static final String RECOVERY = "Lhex/faulttolerance/Recovery;";

    public GridsKept() {
        super("water/api/GridSearchHandler", "getRecovery", "(L" + SCHEMA + ";)" + RECOVERY);
    }

    @Override
    void writeBody(MethodVisitor code) {
        code.visitVarInsn(Opcodes.ALOAD, 1);
        code.visitMethodInsn(
                Opcodes.INVOKESTATIC,
                "ai/h2o/sparkling/engine/recovery/Keeper",
                "recovery",
                "(L" + SCHEMA + ";)" + RECOVERY,
                false);
        code.visitInsn(Opcodes.ARETURN);
    }
}
