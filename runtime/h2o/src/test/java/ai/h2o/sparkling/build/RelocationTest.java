package ai.h2o.sparkling.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

class RelocationTest {
    private final Relocation relocation = new Relocation("org/library/", "our/library/");

    @Test
    void renamesClassesTheirUsersAndTheTextsThatNameResources() {
        Archive before = new Archive();
        before.files().put("org/library/A.class", classFile("org/library/A", "java/lang/Object", ""));
        before.files().put("our/User.class", classFile("our/User", "org/library/A", "/org/library/a.properties"));
        before.files().put("org/library/a.properties", new byte[0]);

        Archive after = relocation.apply(before);

        assertThat(after.files()).containsOnlyKeys("our/library/A.class", "our/User.class", "our/library/a.properties");
        byte[] user = after.files().get("our/User.class");
        assertThat(ClassReferences.of(user)).contains("our/library/A").doesNotContain("org/library/A");
        assertThat(ClassReferences.stringsOf(user)).containsExactly("/our/library/a.properties");
    }

    @Test
    void leavesOtherClassesAsTheyAre() {
        Archive before = new Archive();
        byte[] other = classFile("our/Other", "java/util/List", "not org/library/");
        before.files().put("our/Other.class", other);

        assertThat(relocation.apply(before).files().get("our/Other.class")).isSameAs(other);
    }

    @Test
    void renamesServicesAndTheirProviders() {
        Archive before = new Archive();
        before.files()
                .put(
                        "META-INF/services/org.library.Service",
                        "org.library.Provider\n".getBytes(StandardCharsets.UTF_8));

        assertThat(relocation.apply(before).files().get("META-INF/services/our.library.Service"))
                .asString()
                .isEqualTo("our.library.Provider\n");
    }

    private static byte[] classFile(String name, String used, String text) {
        ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
        writer.visit(Opcodes.V17, Opcodes.ACC_PUBLIC, name, null, "java/lang/Object", null);
        MethodVisitor method = writer.visitMethod(Opcodes.ACC_STATIC, "run", "()V", null, null);
        method.visitCode();
        method.visitLdcInsn(text);
        method.visitTypeInsn(Opcodes.CHECKCAST, used);
        method.visitInsn(Opcodes.POP);
        method.visitInsn(Opcodes.RETURN);
        method.visitMaxs(0, 0);
        method.visitEnd();
        writer.visitEnd();
        return writer.toByteArray();
    }
}
