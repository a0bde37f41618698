package ai.h2o.sparkling.build;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.commons.ClassRemapper;
import org.objectweb.asm.commons.Remapper;

/**
 * Gives the packages of a library another name, in its classes, in the classes that use it, in its resources and services, and in
 * texts that begin with the old name, by which it finds its resources.
 */
final class Relocation {
    private final String from;
    private final String to;

    /** Both are paths that end with a slash. */
    Relocation(String from, String to) {
        this.from = from;
        this.to = to;
    }

    Archive apply(Archive archive) {
        Archive relocated = new Archive();
        for (Map.Entry<String, byte[]> file : archive.files().entrySet()) {
            String name = file.getKey();
            byte[] bytes = file.getValue();
            if (name.endsWith(".class")) {
                bytes = relocateClass(bytes);
            } else if (name.startsWith(Archive.SERVICES)) {
                bytes = new String(bytes, StandardCharsets.UTF_8)
                        .replace(dotted(from), dotted(to))
                        .getBytes(StandardCharsets.UTF_8);
            }
            relocated
                    .files()
                    .put(
                            relocateText(name.replace(Archive.SERVICES + dotted(from), Archive.SERVICES + dotted(to))),
                            bytes);
        }
        return relocated;
    }

    private byte[] relocateClass(byte[] original) {
        ClassReader reader = new ClassReader(original);
        // Without the reader's constant pool, which would keep the old names.
        ClassWriter writer = new ClassWriter(0);
        boolean[] changed = {false};
        Remapper names = new Remapper(Opcodes.ASM9) {
            @Override
            public String map(String internalName) {
                return note(
                        internalName,
                        internalName.startsWith(from) ? to + internalName.substring(from.length()) : internalName);
            }

            @Override
            public Object mapValue(Object value) {
                return value instanceof String text ? note(text, relocateText(text)) : super.mapValue(value);
            }

            private String note(String before, String after) {
                changed[0] |= !before.equals(after);
                return after;
            }
        };
        reader.accept(new ClassRemapper(writer, names), 0);
        return changed[0] ? writer.toByteArray() : original;
    }

    private String relocateText(String text) {
        for (String form : new String[] {"%s", "/%s"}) {
            String old = form.formatted(from);
            if (text.startsWith(old)) {
                return form.formatted(to) + text.substring(old.length());
            }
        }
        return text.startsWith(dotted(from)) ? dotted(to) + text.substring(from.length()) : text;
    }

    private static String dotted(String path) {
        return path.replace('/', '.');
    }
}
