package ai.h2o.sparkling.build.patch;

import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** {@code H2O.configureLogging} takes log4j as it finds it, as H2O does when log4j was set up before it. */
public final class QuietLogging extends BodyPatch {
    public QuietLogging() {
        super("water/H2O", "configureLogging", "()V");
    }

    @Override
    void writeBody(MethodVisitor code) {
        code.visitInsn(Opcodes.ICONST_1);
        code.visitFieldInsn(Opcodes.PUTSTATIC, "water/H2O", "_haveInheritedLog4jConfiguration", "Z");
        code.visitInsn(Opcodes.RETURN);
    }
}
