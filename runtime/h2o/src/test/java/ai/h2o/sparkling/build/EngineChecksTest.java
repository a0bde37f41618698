package ai.h2o.sparkling.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

class EngineChecksTest {
    @TempDir
    private Path folder;

    @Test
    void theLicenceGateOfLaterReleasesIsRefused() {
        Archive engine = engine("water/EnterpriseGate", "java/lang/Object", "");

        assertThatThrownBy(() -> ForbiddenCode.check(engine))
                .isInstanceOf(BuildFailure.class)
                .hasMessageContaining("pin h2o==3.46.0.11")
                .hasMessageContaining("class water/EnterpriseGate.class");
    }

    @Test
    void codeThatCallsHomeIsRefused() {
        Archive engine = engine("water/Reporter", "java/lang/Object", "https://Telemetry.example/ping");

        assertThatThrownBy(() -> ForbiddenCode.check(engine))
                .isInstanceOf(BuildFailure.class)
                .hasMessageContaining("text \"https://Telemetry.example/ping\" in water/Reporter.class");
    }

    @Test
    void whatSparkOrTheJdkBringsIsNotMissing() {
        assertThat(MissingReferences.find(engine("water/A", "org/apache/hadoop/fs/Path", "")))
                .isEmpty();
        assertThat(MissingReferences.find(engine("water/A", "java/util/List", "")))
                .isEmpty();
    }

    @Test
    void aClassThatNobodyBringsIsMissingUnlessAllowed() throws IOException {
        Archive engine = engine("water/A$Inner", "com/trimmed/Away", "");
        Path none = Files.writeString(folder.resolve("none"), "# nothing\n");
        Path allowed = Files.writeString(folder.resolve("allowed"), "water/A -> com/trimmed/*\n");

        assertThatThrownBy(() -> MissingReferences.check(engine, none))
                .isInstanceOf(BuildFailure.class)
                .hasMessageEndingWith("  missing: water/A -> com/trimmed/Away");
        MissingReferences.check(engine, allowed);
    }

    @Test
    void anAllowanceThatNoLongerHoldsIsAnError() throws IOException {
        Path allowed = Files.writeString(folder.resolve("allowed"), "water/A -> com/trimmed/*\n");

        assertThatThrownBy(() -> MissingReferences.check(engine("water/A", "java/util/List", ""), allowed))
                .isInstanceOf(BuildFailure.class)
                .hasMessageEndingWith("  no longer missing: water/A -> com/trimmed/*");
    }

    /** One class whose only method names another class and a text. */
    private static Archive engine(String name, String named, String text) {
        ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
        writer.visit(Opcodes.V17, Opcodes.ACC_PUBLIC, name, null, "java/lang/Object", null);
        MethodVisitor method = writer.visitMethod(Opcodes.ACC_STATIC, "run", "()V", null, null);
        method.visitCode();
        method.visitLdcInsn(text);
        method.visitTypeInsn(Opcodes.CHECKCAST, named);
        method.visitInsn(Opcodes.POP);
        method.visitInsn(Opcodes.RETURN);
        method.visitMaxs(0, 0);
        method.visitEnd();
        writer.visitEnd();
        Archive engine = new Archive();
        engine.files().put(name + ".class", writer.toByteArray());
        return engine;
    }
}
