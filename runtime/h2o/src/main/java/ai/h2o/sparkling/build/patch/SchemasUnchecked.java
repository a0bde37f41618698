package ai.h2o.sparkling.build.patch;

import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * The engine does not describe its thousand schemas to itself at every start, field by field by reflection, to see that its developers
 * named the fields well. Who asks for a schema still gets it described.
 */
public final class SchemasUnchecked extends OneCallPatch {
    private static final String METADATA = "water/api/SchemaMetadata";

    public SchemasUnchecked() {
        super("water/api/SchemaServer", "register", METADATA + ".<init>(Lwater/api/Schema;)V");
    }

    @Override
    void replace(MethodVisitor code) {
        code.visitInsn(Opcodes.POP);
        code.visitMethodInsn(Opcodes.INVOKESPECIAL, METADATA, "<init>", "()V", false);
    }
}
