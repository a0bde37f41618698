package ai.h2o.sparkling.build.patch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;

/** Small stand-ins for the engine's classes: compiled from source, patched, and run in a class loader of their own. */
public final class Sources {
    private final Map<String, byte[]> classes;

    private Sources(Map<String, byte[]> classes) {
        this.classes = classes;
    }

    /** Compiles sources given as pairs of class name and text. */
    public static Sources compile(Map<String, String> sources) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        Map<String, ByteArrayOutputStream> outputs = new HashMap<>();
        try (StandardJavaFileManager standard = compiler.getStandardFileManager(null, null, null)) {
            JavaFileManager memory = new ForwardingJavaFileManager<>(standard) {
                @Override
                public JavaFileObject getJavaFileForOutput(
                        Location location, String name, JavaFileObject.Kind kind, FileObject sibling) {
                    return new SimpleJavaFileObject(URI.create("memory:/" + name.replace('.', '/') + ".class"), kind) {
                        @Override
                        public OutputStream openOutputStream() {
                            return outputs.computeIfAbsent(name.replace('.', '/'), key -> new ByteArrayOutputStream());
                        }
                    };
                }
            };
            List<? extends JavaFileObject> units = sources.entrySet().stream()
                    .map(source ->
                            new SimpleJavaFileObject(
                                    URI.create("memory:/" + source.getKey().replace('.', '/') + ".java"),
                                    JavaFileObject.Kind.SOURCE) {
                                @Override
                                public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                                    return source.getValue();
                                }
                            })
                    .toList();
            assertThat(compiler.getTask(null, memory, null, List.of("-proc:none"), null, units)
                            .call())
                    .isTrue();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Map<String, byte[]> classes = new TreeMap<>();
        outputs.forEach((name, bytes) -> classes.put(name, bytes.toByteArray()));
        return new Sources(classes);
    }

    Sources patch(EnginePatch patch) {
        Map<String, byte[]> patched = new TreeMap<>(classes);
        patched.replaceAll((name, bytes) -> {
            if (!patch.appliesTo(name)) {
                return bytes;
            }
            ClassReader reader = new ClassReader(bytes);
            ClassWriter writer = new ClassWriter(reader, ClassWriter.COMPUTE_MAXS);
            reader.accept(patch.patch(name, writer), 0);
            return writer.toByteArray();
        });
        return new Sources(patched);
    }

    /** The class files by internal name. */
    public Map<String, byte[]> classes() {
        return Map.copyOf(classes);
    }

    Class<?> load(String name) throws ClassNotFoundException {
        ClassLoader loader = new ClassLoader(ClassLoader.getPlatformClassLoader()) {
            @Override
            protected Class<?> findClass(String wanted) throws ClassNotFoundException {
                byte[] bytes = classes.get(wanted.replace('.', '/'));
                if (bytes == null) {
                    throw new ClassNotFoundException(wanted);
                }
                return defineClass(wanted, bytes, 0, bytes.length);
            }
        };
        return Class.forName(name, true, loader);
    }
}
