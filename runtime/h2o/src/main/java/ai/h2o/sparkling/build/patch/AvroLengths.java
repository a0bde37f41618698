package ai.h2o.sparkling.build.patch;

import ai.h2o.sparkling.build.BuildFailure;
import java.util.Set;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * H2O's Avro parser takes the whole buffer of a string or of bytes. Avro uses that buffer again for the next record, so a value that
 * follows a longer one would end with the rest of it. {@code ai.h2o.sparkling.engine.patched.AvroBytes.of} takes the value alone.
 */
public final class AvroLengths extends CallPatch {
    static final String BYTES = "ai/h2o/sparkling/engine/patched/AvroBytes";

    private static final String PARSER = "water/parser/avro/AvroParser";
    private static final Set<String> WHOLE_BUFFERS =
            Set.of("org/apache/avro/util/Utf8.getBytes()[B", "java/nio/ByteBuffer.array()[B");

    @Override
    public boolean appliesTo(String className) {
        return className.equals(PARSER);
    }

    @Override
    boolean redirect(String inMethod, Call call, MethodVisitor code) {
        boolean whole = WHOLE_BUFFERS.contains(call.toString());
        if (whole) {
            code.visitMethodInsn(Opcodes.INVOKESTATIC, BYTES, "of", "(L" + call.owner() + ";)[B", false);
        }
        return whole;
    }

    @Override
    String trace(String className, String method, Call call) {
        return call.toString();
    }

    @Override
    public void checkApplied() {
        if (!changed().equals(WHOLE_BUFFERS)) {
            throw new BuildFailure("The patch AvroLengths found only " + changed() + " of " + WHOLE_BUFFERS + " in "
                    + PARSER + "; the engine has changed, so read how it takes strings and bytes now.");
        }
    }
}
