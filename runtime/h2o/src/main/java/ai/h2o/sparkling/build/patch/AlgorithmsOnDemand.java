package ai.h2o.sparkling.build.patch;

import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Nodes that do not lead are not asked by REST, so they register H2O's algorithms when one of them is first looked up there, not when they
 * start. {@code ai.h2o.sparkling.engine.patched.Algorithms} does it.
 */
public final class AlgorithmsOnDemand extends OneCallPatch {
    public AlgorithmsOnDemand() {
        super("hex/ModelBuilder", "getRegisteredBuilder", "java/lang/String.toLowerCase()Ljava/lang/String;");
    }

    @Override
    void replace(MethodVisitor code) {
        code.visitMethodInsn(
                Opcodes.INVOKESTATIC,
                "ai/h2o/sparkling/engine/patched/Algorithms",
                "named",
                "(Ljava/lang/String;)Ljava/lang/String;",
                false);
    }
}
