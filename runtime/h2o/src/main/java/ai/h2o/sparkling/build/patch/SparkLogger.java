package ai.h2o.sparkling.build.patch;

import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** The engine's log is the logger {@code ai.h2o.engine} of Spark's own log4j; it makes no appenders and no files. */
public final class SparkLogger extends BodyPatch {
    static final String LOGGER = "ai.h2o.engine";

    public SparkLogger() {
        super("water/util/LoggerBackend", "createLog4j", "()Lorg/apache/log4j/Logger;");
    }

    @Override
    void writeBody(MethodVisitor code) {
        code.visitLdcInsn(LOGGER);
        code.visitMethodInsn(
                Opcodes.INVOKESTATIC,
                "org/apache/log4j/Logger",
                "getLogger",
                "(Ljava/lang/String;)Lorg/apache/log4j/Logger;",
                false);
        code.visitInsn(Opcodes.ARETURN);
    }
}
