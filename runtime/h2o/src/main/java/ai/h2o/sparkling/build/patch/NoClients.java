package ai.h2o.sparkling.build.patch;

import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * A cloud here has no client nodes. H2O takes a node that it knows by its address alone for a possible client, and never ends the thread
 * that sends to it.
 */
public final class NoClients extends BodyPatch {
    public NoClients() {
        super("water/H2ONode", "isPossibleClient", "()Z");
    }

    @Override
    void writeBody(MethodVisitor code) {
        code.visitInsn(Opcodes.ICONST_0);
        code.visitInsn(Opcodes.IRETURN);
    }
}
