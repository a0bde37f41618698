package ai.h2o.sparkling.build.patch;

import ai.h2o.sparkling.build.BuildFailure;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Where H2O ends the process it calls {@code ai.h2o.sparkling.engine.patched.EngineExit.exit(int)} instead, which throws: the process belongs
 * to Spark.
 */
public final class NoExit extends CallPatch {
    static final String EXIT = "ai/h2o/sparkling/engine/patched/EngineExit";

    @Override
    public boolean appliesTo(String className) {
        return className.startsWith("water/") || className.startsWith("hex/") || className.startsWith("ai/h2o/");
    }

    @Override
    boolean redirect(String inMethod, Call call, MethodVisitor code) {
        boolean bySystem =
                call.owner().equals("java/lang/System") && call.name().equals("exit");
        boolean byRuntime = call.owner().equals("java/lang/Runtime")
                && (call.name().equals("exit") || call.name().equals("halt"));
        if (byRuntime) {
            code.visitInsn(Opcodes.SWAP);
            code.visitInsn(Opcodes.POP);
        }
        if (bySystem || byRuntime) {
            code.visitMethodInsn(Opcodes.INVOKESTATIC, EXIT, "exit", "(I)V", false);
        }
        return bySystem || byRuntime;
    }

    @Override
    String trace(String className, String method, Call call) {
        return className + "." + method;
    }

    @Override
    public void checkApplied() {
        if (!changed().contains("water/H2O.exitQuietly")) {
            throw new BuildFailure(
                    "The patch NoExit found no System.exit in water.H2O.exitQuietly; the engine has changed, so read how"
                            + " it ends the process now.");
        }
    }
}
