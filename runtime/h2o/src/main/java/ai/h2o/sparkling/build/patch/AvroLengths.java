package ai.h2o.sparkling.build.patch;

import ai.h2o.sparkling.build.BuildFailure;
import java.util.Set;
import java.util.TreeSet;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * H2O's Avro parser takes the whole buffer of a string or of bytes. Avro uses that buffer again for the next record, so a value that
 * follows a longer one would end with the rest of it. {@code ai.h2o.sparkling.engine.AvroBytes.of} takes the value alone.
 */
public final class AvroLengths implements EnginePatch {
    static final String BYTES = "ai/h2o/sparkling/engine/AvroBytes";

    private static final String PARSER = "water/parser/avro/AvroParser";
    private static final Set<String> WHOLE_BUFFERS =
            Set.of("org/apache/avro/util/Utf8.getBytes()[B", "java/nio/ByteBuffer.array()[B");

    private final Set<String> changed = new TreeSet<>();

    @Override
    public boolean appliesTo(String className) {
        return className.equals(PARSER);
    }

    @Override
    public ClassVisitor patch(String className, ClassVisitor next) {
        return new ClassVisitor(Opcodes.ASM9, next) {
            @Override
            public MethodVisitor visitMethod(
                    int access, String name, String type, String generic, String[] exceptions) {
                return new MethodVisitor(Opcodes.ASM9, super.visitMethod(access, name, type, generic, exceptions)) {
                    @Override
                    public void visitMethodInsn(
                            int opcode, String owner, String called, String calledType, boolean isInterface) {
                        String call = owner + "." + called + calledType;
                        if (!WHOLE_BUFFERS.contains(call)) {
                            super.visitMethodInsn(opcode, owner, called, calledType, isInterface);
                            return;
                        }
                        changed.add(call);
                        super.visitMethodInsn(Opcodes.INVOKESTATIC, BYTES, "of", "(L" + owner + ";)[B", false);
                    }
                };
            }
        };
    }

    @Override
    public void checkApplied() {
        if (!changed.equals(WHOLE_BUFFERS)) {
            throw new BuildFailure("The patch AvroLengths found only " + changed + " of " + WHOLE_BUFFERS + " in "
                    + PARSER + "; the engine has changed, so read how it takes strings and bytes now.");
        }
    }
}
