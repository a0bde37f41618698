package ai.h2o.sparkling.build.patch;

import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * All of H2O's work goes through one call. {@code ai.h2o.sparkling.engine.patched.EngineMemory} makes it, and puts the figures of the node that is out of
 * memory into the error, which may travel to another node.
 */
public final class MemoryExplained extends OneCallPatch {
    private static final String TASK = "water/H2O$H2OCountedCompleter";

    public MemoryExplained() {
        super(TASK, "compute", TASK + ".compute2()V");
    }

    @Override
    void replace(MethodVisitor code) {
        code.visitMethodInsn(
                Opcodes.INVOKESTATIC,
                "ai/h2o/sparkling/engine/patched/EngineMemory",
                "compute",
                "(L" + TASK + ";)V",
                false);
    }
}
