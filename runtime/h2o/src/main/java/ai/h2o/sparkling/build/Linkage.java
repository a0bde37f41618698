package ai.h2o.sparkling.build;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.FieldVisitor;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Finds the fields and methods that code names and that are not there: what the JVM would say only when it comes by, as a
 * {@code NoSuchMethodError} in the middle of a training. So a library may be replaced by another release if nothing is missing that was
 * there before.
 */
final class Linkage {
    private final Map<String, Shape> classes = new HashMap<>();

    private final Map<String, Set<Member>> uses = new HashMap<>();

    private final Set<String> expected;

    private Linkage(Set<String> expected) {
        this.expected = expected;
    }

    private record Member(String owner, String signature) {}

    private record Shape(List<String> parents, Set<String> members) {}

    /**
     * References into the classes of interest that lead nowhere, as lines {@code from -> class.member}.
     *
     * @param expected files that the archive once had: a class of theirs that is gone is missed; any other is an option
     */
    static Set<String> broken(Archive archive, Predicate<String> ofInterest, Set<String> expected) {
        Linkage linkage = new Linkage(expected);
        archive.files().forEach((name, bytes) -> {
            if (name.endsWith(".class") && !name.endsWith("module-info.class")) {
                linkage.read(bytes, ofInterest);
            }
        });
        Set<String> broken = new TreeSet<>();
        linkage.uses.forEach((from, members) -> members.forEach(member -> {
            if (!linkage.resolves(member)) {
                broken.add(from + " -> " + member.owner() + "." + member.signature());
            }
        }));
        return broken;
    }

    private void read(byte[] bytes, Predicate<String> ofInterest) {
        ClassReader reader = new ClassReader(bytes);
        Set<Member> used = new HashSet<>();
        Set<String> declared = new HashSet<>();
        reader.accept(new Reader(declared, used, ofInterest), ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
        List<String> parents = new ArrayList<>(List.of(reader.getInterfaces()));
        if (reader.getSuperName() != null) {
            parents.add(reader.getSuperName());
        }
        classes.put(reader.getClassName(), new Shape(parents, declared));
        if (!used.isEmpty()) {
            uses.put(reader.getClassName(), used);
        }
    }

    private boolean resolves(Member member) {
        if (!classes.containsKey(member.owner())) {
            // Libraries name optional classes by the hundred.
            return !expected.contains(member.owner() + ".class");
        }
        Deque<String> open = new ArrayDeque<>(List.of(member.owner()));
        Set<String> seen = new HashSet<>();
        while (!open.isEmpty()) {
            String name = open.pop();
            Shape shape = classes.get(name);
            if (shape == null) {
                if (!name.equals("java/lang/Object") || isOfObject(member)) {
                    return true; // a parent in the JDK or on the other side of the wall
                }
            } else if (shape.members().contains(member.signature())) {
                return true;
            } else {
                shape.parents().stream().filter(seen::add).forEach(open::push);
            }
        }
        return false;
    }

    private static boolean isOfObject(Member member) {
        for (var method : Object.class.getDeclaredMethods()) {
            if (member.signature().equals(method.getName() + Type.getMethodDescriptor(method))) {
                return true;
            }
        }
        return false;
    }

    private static final class Reader extends ClassVisitor {
        private final Set<String> declared;
        private final Set<Member> used;
        private final Predicate<String> ofInterest;

        Reader(Set<String> declared, Set<Member> used, Predicate<String> ofInterest) {
            super(Opcodes.ASM9);
            this.declared = declared;
            this.used = used;
            this.ofInterest = ofInterest;
        }

        private void use(String owner, String name, String type) {
            // A polymorphic signature of the JDK's never has an owner of ours, and arrays have Object's methods.
            if (!owner.startsWith("[") && ofInterest.test(owner)) {
                used.add(new Member(owner, name + type));
            }
        }

        @Override
        public FieldVisitor visitField(int access, String name, String type, String generic, Object value) {
            declared.add(name + type);
            return null;
        }

        @Override
        public MethodVisitor visitMethod(int access, String name, String type, String generic, String[] exceptions) {
            declared.add(name + type);
            return new MethodVisitor(Opcodes.ASM9) {
                @Override
                public void visitFieldInsn(int opcode, String owner, String field, String fieldType) {
                    use(owner, field, fieldType);
                }

                @Override
                public void visitMethodInsn(
                        int opcode, String owner, String called, String calledType, boolean isInterface) {
                    use(owner, called, calledType);
                }

                @Override
                public void visitInvokeDynamicInsn(
                        String called, String calledType, Handle bootstrap, Object... arguments) {
                    for (Object argument : arguments) {
                        if (argument instanceof Handle handle) {
                            use(handle.getOwner(), handle.getName(), handle.getDesc());
                        }
                    }
                }
            };
        }
    }
}
