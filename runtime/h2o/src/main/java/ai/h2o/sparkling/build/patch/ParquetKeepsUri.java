package ai.h2o.sparkling.build.patch;

import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** H2O's writer of Parquet makes a local file of the target and asks it for its path, which takes a slash from {@code s3://}. */
public final class ParquetKeepsUri extends OneCallPatch {
    /** The target is the second parameter of {@code export}. */
    private static final int TARGET = 2;

    public ParquetKeepsUri() {
        super("water/parser/parquet/FrameParquetExporter", "export", "java/io/File.getPath()Ljava/lang/String;");
    }

    @Override
    void replace(MethodVisitor code) {
        code.visitInsn(Opcodes.POP);
        code.visitVarInsn(Opcodes.ALOAD, TARGET);
    }
}
