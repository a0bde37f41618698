package ai.h2o.sparkling.build.patch;

import ai.h2o.sparkling.build.BuildFailure;
import java.util.Set;
import java.util.TreeSet;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Where H2O ends the process it calls {@code ai.h2o.sparkling.engine.EngineExit.exit(int)} instead, which throws: the process belongs
 * to Spark.
 */
public final class NoExit implements EnginePatch {
    static final String EXIT = "ai/h2o/sparkling/engine/EngineExit";

    private final Set<String> changed = new TreeSet<>();

    @Override
    public boolean appliesTo(String className) {
        return className.startsWith("water/") || className.startsWith("hex/") || className.startsWith("ai/h2o/");
    }

    @Override
    public ClassVisitor patch(String className, ClassVisitor next) {
        return new ClassVisitor(Opcodes.ASM9, next) {
            @Override
            public MethodVisitor visitMethod(
                    int access, String name, String type, String generic, String[] exceptions) {
                return new MethodVisitor(Opcodes.ASM9, super.visitMethod(access, name, type, generic, exceptions)) {
                    @Override
                    public void visitMethodInsn(
                            int opcode, String owner, String called, String calledType, boolean isInterface) {
                        boolean bySystem = owner.equals("java/lang/System") && called.equals("exit");
                        boolean byRuntime =
                                owner.equals("java/lang/Runtime") && (called.equals("exit") || called.equals("halt"));
                        if (!bySystem && !byRuntime) {
                            super.visitMethodInsn(opcode, owner, called, calledType, isInterface);
                            return;
                        }
                        changed.add(className + "." + name);
                        if (byRuntime) {
                            super.visitInsn(Opcodes.SWAP);
                            super.visitInsn(Opcodes.POP);
                        }
                        super.visitMethodInsn(Opcodes.INVOKESTATIC, EXIT, "exit", "(I)V", false);
                    }
                };
            }
        };
    }

    /** The methods that were changed, as {@code class.method}. */
    public Set<String> changed() {
        return changed;
    }

    @Override
    public void checkApplied() {
        if (!changed.contains("water/H2O.exitQuietly")) {
            throw new BuildFailure(
                    "The patch NoExit found no System.exit in water.H2O.exitQuietly; the engine has changed, so read how"
                            + " it ends the process now.");
        }
    }
}
