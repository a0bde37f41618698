package ai.h2o.sparkling.build.patch;

import ai.h2o.sparkling.build.BuildFailure;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * H2O refuses XGBoost in an encrypted cloud of several nodes without a word about what to do, and also where it would train on one node
 * alone. {@code ai.h2o.sparkling.engine.patched.XGBoostRule.check} is asked instead, and H2O is told that nothing is encrypted.
 */
public final class XGBoostAsked implements EnginePatch {
    private static final String BUILDER = "hex/tree/xgboost/XGBoost";
    private static final String RULE = "ai/h2o/sparkling/engine/patched/XGBoostRule";

    private int found;

    @Override
    public boolean appliesTo(String className) {
        return className.equals(BUILDER);
    }

    @Override
    public ClassVisitor patch(String className, ClassVisitor next) {
        return new ClassVisitor(Opcodes.ASM9, next) {
            @Override
            public MethodVisitor visitMethod(
                    int access, String name, String type, String generic, String[] exceptions) {
                MethodVisitor writer = super.visitMethod(access, name, type, generic, exceptions);
                return name.equals("init") && type.equals("(Z)V") ? asked(writer) : writer;
            }
        };
    }

    private MethodVisitor asked(MethodVisitor writer) {
        return new MethodVisitor(Opcodes.ASM9, writer) {
            @Override
            public void visitFieldInsn(int opcode, String owner, String name, String type) {
                if (!owner.equals("water/H2OSecurityManager") || !name.equals("securityEnabled")) {
                    super.visitFieldInsn(opcode, owner, name, type);
                    return;
                }
                found++;
                super.visitInsn(Opcodes.POP);
                super.visitVarInsn(Opcodes.ALOAD, 0);
                super.visitMethodInsn(Opcodes.INVOKESTATIC, RULE, "check", "(L" + BUILDER + ";)V", false);
                super.visitInsn(Opcodes.ICONST_0);
            }
        };
    }

    @Override
    public void checkApplied() {
        if (found != 1) {
            throw new BuildFailure(
                    "The patch XGBoostAsked found " + found + " questions in " + BUILDER
                            + ".init whether the cloud is encrypted, not one; the engine has changed, so read what it refuses now.");
        }
    }
}
