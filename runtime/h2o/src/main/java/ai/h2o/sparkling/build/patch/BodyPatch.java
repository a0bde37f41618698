package ai.h2o.sparkling.build.patch;

import ai.h2o.sparkling.build.BuildFailure;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Gives one method a new body, straight-line code without branches. */
abstract class BodyPatch implements EnginePatch {
    private final String owner;
    private final String method;
    private final String descriptor;
    private boolean applied;

    BodyPatch(String owner, String method, String descriptor) {
        this.owner = owner;
        this.method = method;
        this.descriptor = descriptor;
    }

    /** Writes the instructions of the new body, the return included. */
    abstract void writeBody(MethodVisitor code);

    @Override
    public final boolean appliesTo(String className) {
        return className.equals(owner);
    }

    @Override
    public final ClassVisitor patch(String className, ClassVisitor next) {
        return new ClassVisitor(Opcodes.ASM9, next) {
            @Override
            public MethodVisitor visitMethod(
                    int access, String name, String type, String generic, String[] exceptions) {
                MethodVisitor writer = super.visitMethod(access, name, type, generic, exceptions);
                if (!name.equals(method) || !type.equals(descriptor)) {
                    return writer;
                }
                applied = true;
                writer.visitCode();
                writeBody(writer);
                writer.visitMaxs(0, 0);
                writer.visitEnd();
                return null; // the old body goes nowhere
            }
        };
    }

    @Override
    public final void checkApplied() {
        if (!applied) {
            throw new BuildFailure("The patch " + getClass().getSimpleName() + " found no method " + owner + "."
                    + method + descriptor + "; the engine has changed, so read what it does there now.");
        }
    }
}
