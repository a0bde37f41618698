package ai.h2o.sparkling.build.patch;

import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Segmented models are trained in a pool of threads that H2O forgets to end; {@code ai.h2o.sparkling.engine.patched.EnginePools} has one that ends. */
public final class PoolsEnd extends OneCallPatch {
    private static final String TYPE = "(I)Ljava/util/concurrent/ExecutorService;";

    public PoolsEnd() {
        super(
                "hex/segments/SegmentModelsBuilder$MultiNodeRunner",
                "setupLocal",
                "java/util/concurrent/Executors.newFixedThreadPool" + TYPE);
    }

    @Override
    void replace(MethodVisitor code) {
        code.visitMethodInsn(Opcodes.INVOKESTATIC, "ai/h2o/sparkling/engine/patched/EnginePools", "fixed", TYPE, false);
    }
}
