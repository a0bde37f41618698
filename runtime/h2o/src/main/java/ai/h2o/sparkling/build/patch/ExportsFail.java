package ai.h2o.sparkling.build.patch;

import ai.h2o.sparkling.build.BuildFailure;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Where H2O writes a file and something fails, it closes the file as if it were complete. In these methods every handler of exceptions first
 * tells the engine side, so that what is incomplete never appears.
 */
public final class ExportsFail implements EnginePatch {
    private static final Map<String, Set<String>> METHODS = Map.of(
            "water/util/FrameUtils$ExportTaskDriver",
            Set.of("exportCSVStream"),
            "hex/Model",
            Set.of("exportBinaryModel", "exportMojo"),
            "water/fvec/persist/PersistUtils",
            Set.of("write", "writeStream"),
            "water/parser/parquet/FrameParquetExporter$PartExportParquetTask",
            Set.of("map"));

    private final Set<String> changed = new TreeSet<>();

    @Override
    public boolean appliesTo(String className) {
        return METHODS.containsKey(className);
    }

    @Override
    public ClassVisitor patch(String className, ClassVisitor next) {
        return new ClassVisitor(Opcodes.ASM9, next) {
            @Override
            public MethodVisitor visitMethod(
                    int access, String name, String type, String generic, String[] exceptions) {
                MethodVisitor writer = super.visitMethod(access, name, type, generic, exceptions);
                if (!METHODS.get(className).contains(name)) {
                    return writer;
                }
                return new Handlers(writer, () -> changed.add(className + "." + name));
            }
        };
    }

    @Override
    public void checkApplied() {
        METHODS.forEach((owner, methods) -> methods.forEach(method -> {
            if (!changed.contains(owner + "." + method)) {
                throw new BuildFailure("The patch ExportsFail found no handler in " + owner + "." + method
                        + "; the engine has changed, so read what it does there now.");
            }
        }));
    }

    /** Every handler begins by storing the exception; the call goes before that. */
    private static final class Handlers extends MethodVisitor {
        private final Set<Label> handlers = new HashSet<>();
        private final Runnable found;
        private boolean atHandler;

        Handlers(MethodVisitor writer, Runnable found) {
            super(Opcodes.ASM9, writer);
            this.found = found;
        }

        @Override
        public void visitTryCatchBlock(Label start, Label end, Label handler, String type) {
            handlers.add(handler);
            super.visitTryCatchBlock(start, end, handler, type);
        }

        @Override
        public void visitLabel(Label label) {
            super.visitLabel(label);
            atHandler = handlers.contains(label);
        }

        @Override
        public void visitVarInsn(int opcode, int variable) {
            if (atHandler && opcode == Opcodes.ASTORE) {
                super.visitInsn(Opcodes.DUP);
                super.visitMethodInsn(
                        Opcodes.INVOKESTATIC,
                        "ai/h2o/sparkling/engine/NodeStorage",
                        "writingFailed",
                        "(Ljava/lang/Throwable;)V",
                        false);
                found.run();
            }
            atHandler = false;
            super.visitVarInsn(opcode, variable);
        }
    }
}
