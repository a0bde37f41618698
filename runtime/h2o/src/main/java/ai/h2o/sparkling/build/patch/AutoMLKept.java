package ai.h2o.sparkling.build.patch;

import ai.h2o.sparkling.build.BuildFailure;
import java.util.Map;
import java.util.Set;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** {@code ai.h2o.sparkling.engine.recovery.Keeper} hears when an AutoML begins and ends, whichever way it does. */
public final class AutoMLKept extends CallPatch {
    private static final String RUN = "ai/h2o/automl/AutoML";
    private static final Map<String, String> TOLD =
            Map.of("ai/h2o/automl/ModelingStepsExecutor.start()V", "autoMLBegins", RUN + ".stop()V", "autoMLEnded");

    @Override
    public boolean appliesTo(String className) {
        return className.equals(RUN);
    }

    @Override
    boolean redirect(String inMethod, Call call, MethodVisitor code) {
        String told = inMethod.equals("run") ? TOLD.get(call.toString()) : null;
        if (told == null) {
            return false;
        }
        code.visitMethodInsn(Opcodes.INVOKEVIRTUAL, call.owner(), call.name(), call.type(), false);
        code.visitVarInsn(Opcodes.ALOAD, 0);
        code.visitMethodInsn(
                Opcodes.INVOKESTATIC, "ai/h2o/sparkling/engine/recovery/Keeper", told, "(L" + RUN + ";)V", false);
        return true;
    }

    @Override
    String trace(String className, String method, Call call) {
        return call.toString();
    }

    @Override
    public void checkApplied() {
        if (!changed().equals(Set.copyOf(TOLD.keySet()))) {
            throw new BuildFailure("The patch AutoMLKept found in " + RUN + ".run the calls " + changed()
                    + " alone; the engine has changed, so read how an AutoML begins and ends now.");
        }
    }
}
