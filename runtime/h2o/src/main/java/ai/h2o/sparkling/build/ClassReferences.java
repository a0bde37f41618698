package ai.h2o.sparkling.build;

import java.util.Set;
import java.util.TreeSet;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.FieldVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** The classes that a class file names, read from its constant pool: every link that the JVM could ever resolve. */
final class ClassReferences {
    private static final int CONSTANT_CLASS = 7;
    private static final int CONSTANT_STRING = 8;
    private static final int CONSTANT_NAME_AND_TYPE = 12;
    private static final int CONSTANT_METHOD_TYPE = 16;

    private ClassReferences() {}

    /** The internal names of the classes named by the given class, itself included. */
    static Set<String> of(byte[] classFile) {
        ClassReader reader = new ClassReader(classFile);
        Set<String> names = new TreeSet<>();
        char[] buffer = new char[reader.getMaxStringLength()];
        for (int i = 1; i < reader.getItemCount(); i++) {
            int offset = reader.getItem(i);
            if (offset == 0) {
                continue; // the second half of a long or a double
            }
            switch (classFile[offset - 1]) {
                case CONSTANT_CLASS -> {
                    String name = reader.readUTF8(offset, buffer);
                    addTypes(name.startsWith("[") ? name : "L" + name + ";", names);
                }
                case CONSTANT_NAME_AND_TYPE -> addTypes(reader.readUTF8(offset + 2, buffer), names);
                case CONSTANT_METHOD_TYPE -> addTypes(reader.readUTF8(offset, buffer), names);
                default -> {}
            }
        }
        // Fields and methods that the class declares and never uses have their types in no such entry.
        reader.accept(
                new ClassVisitor(Opcodes.ASM9) {
                    @Override
                    public FieldVisitor visitField(int access, String name, String type, String generic, Object value) {
                        addTypes(type, names);
                        return null;
                    }

                    @Override
                    public MethodVisitor visitMethod(
                            int access, String name, String type, String generic, String[] exceptions) {
                        addTypes(type, names);
                        return null;
                    }
                },
                ClassReader.SKIP_CODE | ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
        return names;
    }

    /** The string constants of a class. */
    static Set<String> stringsOf(byte[] classFile) {
        ClassReader reader = new ClassReader(classFile);
        Set<String> strings = new TreeSet<>();
        char[] buffer = new char[reader.getMaxStringLength()];
        for (int i = 1; i < reader.getItemCount(); i++) {
            int offset = reader.getItem(i);
            if (offset != 0 && classFile[offset - 1] == CONSTANT_STRING) {
                strings.add(reader.readUTF8(offset, buffer));
            }
        }
        return strings;
    }

    private static void addTypes(String descriptor, Set<String> names) {
        for (int start = descriptor.indexOf('L'); start >= 0; ) {
            int end = descriptor.indexOf(';', start);
            if (end < 0) {
                return;
            }
            names.add(descriptor.substring(start + 1, end));
            start = descriptor.indexOf('L', end);
        }
    }
}
