package ai.h2o.sparkling.build.patch;

import ai.h2o.sparkling.build.BuildFailure;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** H2O's writer of Parquet makes a local file of the target and asks it for its path, which takes a slash from {@code s3://}. */
public final class ParquetKeepsUri extends CallPatch {
    private static final String EXPORTER = "water/parser/parquet/FrameParquetExporter";

    /** The target is the second parameter of {@code export}. */
    private static final int TARGET = 2;

    @Override
    public boolean appliesTo(String className) {
        return className.equals(EXPORTER);
    }

    @Override
    boolean redirect(Call call, MethodVisitor code) {
        if (!call.toString().equals("java/io/File.getPath()Ljava/lang/String;")) {
            return false;
        }
        code.visitInsn(Opcodes.POP);
        code.visitVarInsn(Opcodes.ALOAD, TARGET);
        return true;
    }

    @Override
    String trace(String className, String method, Call call) {
        return method;
    }

    @Override
    public void checkApplied() {
        if (!changed().contains("export")) {
            throw new BuildFailure("The patch ParquetKeepsUri found no call of File.getPath in " + EXPORTER
                    + ".export; the engine has changed, so read what it does there now.");
        }
    }
}
