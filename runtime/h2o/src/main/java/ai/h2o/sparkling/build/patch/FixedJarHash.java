package ai.h2o.sparkling.build.patch;

import java.util.function.Supplier;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * The hash by which nodes tell that they run the same engine is one made at build time. H2O would read the whole unpacked archive at
 * every start to make it.
 */
public final class FixedJarHash extends BodyPatch {
    private static final int LENGTH = 16;

    private final Supplier<byte[]> hash;

    /** The hash's first 16 bytes count; it is asked for when the class is reached. */
    public FixedJarHash(Supplier<byte[]> hash) {
        super("water/init/JarHash", "cl_init_md5", "(Ljava/lang/String;)[B");
        this.hash = hash;
    }

    @Override
    void writeBody(MethodVisitor code) {
        byte[] bytes = hash.get();
        code.visitIntInsn(Opcodes.BIPUSH, LENGTH);
        code.visitIntInsn(Opcodes.NEWARRAY, Opcodes.T_BYTE);
        for (int i = 0; i < LENGTH; i++) {
            code.visitInsn(Opcodes.DUP);
            code.visitIntInsn(Opcodes.BIPUSH, i);
            code.visitIntInsn(Opcodes.BIPUSH, bytes[i]);
            code.visitInsn(Opcodes.BASTORE);
        }
        code.visitInsn(Opcodes.ARETURN);
    }
}
