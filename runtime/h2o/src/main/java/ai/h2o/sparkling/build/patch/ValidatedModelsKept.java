package ai.h2o.sparkling.build.patch;

import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** {@code ai.h2o.sparkling.engine.recovery.Keeper} hears when the cross-validation of a model is over. */
public final class ValidatedModelsKept extends OneCallPatch {
    public ValidatedModelsKept() {
        super("hex/ModelBuilder", "computeCrossValidation", "water/Job.setReadyForView(Z)V");
    }

    @Override
    void replace(MethodVisitor code) {
        code.visitVarInsn(Opcodes.ALOAD, 0);
        code.visitMethodInsn(
                Opcodes.INVOKESTATIC,
                "ai/h2o/sparkling/engine/recovery/Keeper",
                "crossValidated",
                "(Lwater/Job;ZLhex/ModelBuilder;)V",
                false);
    }
}
