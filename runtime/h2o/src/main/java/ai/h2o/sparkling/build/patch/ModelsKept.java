package ai.h2o.sparkling.build.patch;

import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * {@code ai.h2o.sparkling.engine.recovery.Keeper} hears of every model that is finished. H2O's own listeners hear of a model before its
 * cross-validation has given it its metrics; of that {@link ValidatedModelsKept} tells.
 */
public final class ModelsKept extends OneCallPatch {
    private static final String ARGUMENTS = "Ljava/lang/String;[Ljava/lang/Object;";

    public ModelsKept() {
        super("hex/ModelBuilder", "notifyModelListeners", "water/ListenerService.report(" + ARGUMENTS + ")V");
    }

    @Override
    void replace(MethodVisitor code) {
        code.visitVarInsn(Opcodes.ALOAD, 0);
        code.visitMethodInsn(
                Opcodes.INVOKESTATIC,
                "ai/h2o/sparkling/engine/recovery/Keeper",
                "trained",
                "(Lwater/ListenerService;" + ARGUMENTS + "Lhex/ModelBuilder;)V",
                false);
    }
}
