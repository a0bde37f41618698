package ai.h2o.sparkling.build.patch;

import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** {@code LoggerBackend.reconfigureLog4J}, which would replace Spark's whole log4j configuration, does nothing. */
public final class NoLogReconfiguration extends BodyPatch {
    public NoLogReconfiguration() {
        super("water/util/LoggerBackend", "reconfigureLog4J", "()V");
    }

    @Override
    void writeBody(MethodVisitor code) {
        code.visitInsn(Opcodes.RETURN);
    }
}
