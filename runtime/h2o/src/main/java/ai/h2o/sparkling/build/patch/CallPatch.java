package ai.h2o.sparkling.build.patch;

import java.util.Set;
import java.util.TreeSet;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Sends some of the calls that a class makes to static methods of the engine side. */
abstract class CallPatch implements EnginePatch {
    private final Set<String> changed = new TreeSet<>();

    /** One call, as the bytecode has it. */
    record Call(String owner, String name, String type) {
        @Override
        public String toString() {
            return owner + "." + name + type;
        }
    }

    /** Writes what takes the place of a call in that method, whose arguments are on the stack; {@code false} leaves the call as it is. */
    abstract boolean redirect(String inMethod, Call call, MethodVisitor code);

    /** What is remembered of a changed call. */
    abstract String trace(String className, String method, Call call);

    /** The traces of all changes so far. */
    public final Set<String> changed() {
        return changed;
    }

    @Override
    public final ClassVisitor patch(String className, ClassVisitor next) {
        return new ClassVisitor(Opcodes.ASM9, next) {
            @Override
            public MethodVisitor visitMethod(
                    int access, String name, String type, String generic, String[] exceptions) {
                MethodVisitor writer = super.visitMethod(access, name, type, generic, exceptions);
                return new MethodVisitor(Opcodes.ASM9, writer) {
                    @Override
                    public void visitMethodInsn(
                            int opcode, String owner, String called, String calledType, boolean isInterface) {
                        Call call = new Call(owner, called, calledType);
                        if (redirect(name, call, writer)) {
                            changed.add(trace(className, name, call));
                        } else {
                            super.visitMethodInsn(opcode, owner, called, calledType, isInterface);
                        }
                    }
                };
            }
        };
    }
}
