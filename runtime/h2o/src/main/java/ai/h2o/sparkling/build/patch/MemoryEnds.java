package ai.h2o.sparkling.build.patch;

import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * H2O asks for memory until it gets it, for ever if there is none; it looks only whether the disk is full, to which its cleaner would write.
 * {@code ai.h2o.sparkling.engine.patched.EngineMemory} looks instead whether there is use in asking again.
 */
public final class MemoryEnds extends OneCallPatch {
    public MemoryEnds() {
        super("water/MemoryManager", "malloc", "water/Cleaner.isDiskFull()Z");
    }

    @Override
    void replace(MethodVisitor code) {
        code.visitMethodInsn(
                Opcodes.INVOKESTATIC, "ai/h2o/sparkling/engine/patched/EngineMemory", "full", "()Z", false);
    }
}
