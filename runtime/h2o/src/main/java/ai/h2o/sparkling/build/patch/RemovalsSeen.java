package ai.h2o.sparkling.build.patch;

import ai.h2o.sparkling.build.BuildFailure;
import java.util.Set;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * After a client has removed something, {@code ai.h2o.sparkling.engine.recovery.Keeper} looks whether it was something that is kept. Clients
 * do that by an HTTP method, or by a function of H2O's own language.
 */
public final class RemovalsSeen extends CallPatch {
    private static final String KEEPER = "ai/h2o/sparkling/engine/recovery/Keeper";
    private static final String SERVLET = "water/api/RequestServer";
    private static final String FUNCTION = "water/rapids/ast/prims/assign/AstRm";

    @Override
    public boolean appliesTo(String className) {
        return className.equals(SERVLET) || className.equals(FUNCTION);
    }

    @Override
    boolean redirect(String inMethod, Call call, MethodVisitor code) {
        if (call.owner().equals(SERVLET) && call.name().equals("doGeneric") && inMethod.equals("doDelete")) {
            code.visitMethodInsn(Opcodes.INVOKEVIRTUAL, SERVLET, call.name(), call.type(), false);
            code.visitMethodInsn(Opcodes.INVOKESTATIC, KEEPER, "removed", "()V", false);
            return true;
        }
        if (call.owner().equals("water/Keyed") && call.name().equals("remove")) {
            code.visitMethodInsn(Opcodes.INVOKESTATIC, KEEPER, "remove", call.type(), false);
            return true;
        }
        return false;
    }

    @Override
    String trace(String className, String method, Call call) {
        return className;
    }

    @Override
    public void checkApplied() {
        if (!changed().equals(Set.of(SERVLET, FUNCTION))) {
            throw new BuildFailure("The patch RemovalsSeen found its calls in " + changed()
                    + " alone; the engine has changed, so read how clients remove things there now.");
        }
    }
}
