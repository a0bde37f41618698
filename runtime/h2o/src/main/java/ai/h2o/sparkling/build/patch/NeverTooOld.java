package ai.h2o.sparkling.build.patch;

import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * The engine does not say, in the log and to every client, that it is over 100 days old and where to fetch a newer one: newer releases
 * are what the build refuses.
 */
public final class NeverTooOld extends BodyPatch {
    public NeverTooOld() {
        super("water/init/AbstractBuildVersion", "isTooOld", "()Z");
    }

    @Override
    void writeBody(MethodVisitor code) {
        code.visitInsn(Opcodes.ICONST_0);
        code.visitInsn(Opcodes.IRETURN);
    }
}
