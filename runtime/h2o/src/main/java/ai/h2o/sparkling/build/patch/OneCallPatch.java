package ai.h2o.sparkling.build.patch;

import ai.h2o.sparkling.build.BuildFailure;
import org.objectweb.asm.MethodVisitor;

/** Puts something else in the place of one call that one method of one class makes. */
abstract class OneCallPatch extends CallPatch {
    private final String owner;
    private final String method;
    private final String call;

    /**
     * @param owner internal name of the class
     * @param method the method that makes the call
     * @param call the call, as {@link Call#toString} has it
     */
    OneCallPatch(String owner, String method, String call) {
        this.owner = owner;
        this.method = method;
        this.call = call;
    }

    /** Writes what takes the place of the call, whose arguments are on the stack. */
    abstract void replace(MethodVisitor code);

    @Override
    public final boolean appliesTo(String className) {
        return className.equals(owner);
    }

    @Override
    final boolean redirect(String inMethod, Call found, MethodVisitor code) {
        boolean meant = inMethod.equals(method) && found.toString().equals(call);
        if (meant) {
            replace(code);
        }
        return meant;
    }

    @Override
    final String trace(String className, String inMethod, Call found) {
        return inMethod;
    }

    @Override
    public final void checkApplied() {
        if (!changed().contains(method)) {
            throw new BuildFailure("The patch " + getClass().getSimpleName() + " found no call of " + call + " in "
                    + owner + "." + method + "; the engine has changed, so read what it does there now.");
        }
    }
}
