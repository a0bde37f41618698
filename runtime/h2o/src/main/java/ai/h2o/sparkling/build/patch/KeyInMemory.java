package ai.h2o.sparkling.build.patch;

import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** H2O would read the key of the connections between nodes from a file. The engine side has it in memory, and uses it in H2O's place. */
public final class KeyInMemory extends BodyPatch {
    public KeyInMemory() {
        super("water/network/SSLSocketChannelFactory", "<init>", "()V");
    }

    @Override
    void writeBody(MethodVisitor code) {
        code.visitVarInsn(Opcodes.ALOAD, 0);
        code.visitMethodInsn(Opcodes.INVOKESPECIAL, "java/lang/Object", "<init>", "()V", false);
        code.visitInsn(Opcodes.RETURN);
    }
}
