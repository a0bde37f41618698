package ai.h2o.sparkling.build.patch;

import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * XGBoost looks for its GPU library, then for the OpenMP one, then for the one with a single thread. H2O 3.46 knows only the first and
 * the last; one that is not in the archive is passed over.
 */
public final class OpenMpInChain extends BodyPatch {
    private static final String CHAIN = "hex/tree/xgboost/util/NativeLibraryLoaderChain";
    private static final String LIBRARY = "hex/tree/xgboost/util/NativeLibrary";
    private static final String FLAG = LIBRARY + "$CompilationFlags";

    public OpenMpInChain() {
        super(CHAIN, "<init>", "()V");
    }

    @Override
    void writeBody(MethodVisitor code) {
        code.visitVarInsn(Opcodes.ALOAD, 0);
        newArray(code, 3, LIBRARY);
        library(code, 0, "xgboost4j_gpu", "WITH_GPU", "WITH_OMP");
        library(code, 1, "xgboost4j_omp", "WITH_OMP");
        library(code, 2, "xgboost4j_minimal");
        code.visitMethodInsn(Opcodes.INVOKESPECIAL, CHAIN, "<init>", "([L" + LIBRARY + ";)V", false);
        code.visitInsn(Opcodes.RETURN);
    }

    private static void library(MethodVisitor code, int index, String name, String... flags) {
        code.visitInsn(Opcodes.DUP);
        code.visitIntInsn(Opcodes.BIPUSH, index);
        code.visitLdcInsn(name);
        newArray(code, flags.length, FLAG);
        for (int i = 0; i < flags.length; i++) {
            code.visitInsn(Opcodes.DUP);
            code.visitIntInsn(Opcodes.BIPUSH, i);
            code.visitFieldInsn(Opcodes.GETSTATIC, FLAG, flags[i], "L" + FLAG + ";");
            code.visitInsn(Opcodes.AASTORE);
        }
        code.visitMethodInsn(
                Opcodes.INVOKESTATIC,
                LIBRARY,
                "nativeLibrary",
                "(Ljava/lang/String;[L" + FLAG + ";)L" + LIBRARY + ";",
                false);
        code.visitInsn(Opcodes.AASTORE);
    }

    private static void newArray(MethodVisitor code, int length, String type) {
        code.visitIntInsn(Opcodes.BIPUSH, length);
        code.visitTypeInsn(Opcodes.ANEWARRAY, type);
    }
}
