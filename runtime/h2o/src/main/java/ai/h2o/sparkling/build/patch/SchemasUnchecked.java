package ai.h2o.sparkling.build.patch;

import ai.h2o.sparkling.build.BuildFailure;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * The engine does not describe its thousand schemas to itself at every start, field by field by reflection, to see that its developers
 * named the fields well. Who asks for a schema still gets it described.
 */
public final class SchemasUnchecked extends CallPatch {
    private static final String SERVER = "water/api/SchemaServer";
    private static final String METADATA = "water/api/SchemaMetadata";

    @Override
    public boolean appliesTo(String className) {
        return className.equals(SERVER);
    }

    @Override
    boolean redirect(Call call, MethodVisitor code) {
        if (!call.toString().equals(METADATA + ".<init>(Lwater/api/Schema;)V")) {
            return false;
        }
        code.visitInsn(Opcodes.POP);
        code.visitMethodInsn(Opcodes.INVOKESPECIAL, METADATA, "<init>", "()V", false);
        return true;
    }

    @Override
    String trace(String className, String method, Call call) {
        return method;
    }

    @Override
    public void checkApplied() {
        if (!changed().contains("register")) {
            throw new BuildFailure("The patch SchemasUnchecked found no new SchemaMetadata in " + SERVER
                    + ".register; the engine has changed, so read what it does there now.");
        }
    }
}
