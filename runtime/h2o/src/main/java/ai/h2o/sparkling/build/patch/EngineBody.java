package ai.h2o.sparkling.build.patch;

import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Has a static method of the engine side do what a method of H2O did, with one of its arguments. */
abstract class EngineBody extends BodyPatch {
    private final int argument;
    private final String name;
    private final String type;
    private final int result;

    /**
     * @param argument index of the local variable that is passed on
     * @param name of the static method of {@code EngineSockets}
     * @param type of it
     * @param result the return instruction
     */
    EngineBody(String owner, String method, String descriptor, int argument, String name, String type, int result) {
        super(owner, method, descriptor);
        this.argument = argument;
        this.name = name;
        this.type = type;
        this.result = result;
    }

    @Override
    final void writeBody(MethodVisitor code) {
        code.visitVarInsn(Opcodes.ALOAD, argument);
        code.visitMethodInsn(Opcodes.INVOKESTATIC, ConnectionsClosed.SOCKETS, name, type, false);
        code.visitInsn(result);
    }
}
