package ai.h2o.sparkling.build.patch;

import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * The job of an AutoML that is begun again has the key under which clients wait for it. H2O gives each a new one, and takes it for lost with its
 * cloud.
 */
public final class AutoMLJobsGoOn extends OneCallPatch {
    private static final String KEEPER = "ai/h2o/sparkling/engine/recovery/Keeper";
    private static final String KEY = "Lwater/Key;";
    private static final String TEXTS = "Ljava/lang/String;Ljava/lang/String;";

    /** The constructor has four parameters' worth of variables besides this. */
    private static final int FREE = 5;

    public AutoMLJobsGoOn() {
        super("ai/h2o/automl/H2OJob", "<init>", "water/Job.<init>(" + KEY + TEXTS + ")V");
    }

    @Override
    void replace(MethodVisitor code) {
        // The key of the job goes before the arguments that are on the stack already.
        for (int argument = 2; argument >= 0; argument--) {
            code.visitVarInsn(Opcodes.ASTORE, FREE + argument);
        }
        code.visitMethodInsn(Opcodes.INVOKESTATIC, KEEPER, "jobKey", "()" + KEY, false);
        for (int argument = 0; argument < 3; argument++) {
            code.visitVarInsn(Opcodes.ALOAD, FREE + argument);
        }
        code.visitMethodInsn(Opcodes.INVOKESTATIC, KEEPER, "recoverable", "()Z", false);
        code.visitMethodInsn(Opcodes.INVOKESPECIAL, "water/Job", "<init>", "(" + KEY + KEY + TEXTS + "Z)V", false);
    }
}
