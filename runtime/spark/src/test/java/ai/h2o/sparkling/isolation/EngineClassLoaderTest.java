package ai.h2o.sparkling.isolation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EngineClassLoaderTest {
    @TempDir
    Path directory;

    private Path archive;

    /** Two generations of one class. */
    public static final class Counter {
        private static int count;

        private Counter() {}

        public static int next() {
            return ++count;
        }
    }

    @BeforeEach
    void makeArchive() throws IOException {
        Path jar = directory.resolve("engine");
        try (var out = new JarOutputStream(Files.newOutputStream(jar))) {
            put(out, path(Counter.class), bytes(Counter.class));
            put(out, "ai/h2o/sparkling/storage/Held.class", held());
            // Copies of shared classes: the engine's would shadow Spark's if the order were wrong.
            put(out, path(org.slf4j.Logger.class), bytes(org.slf4j.Logger.class));
            put(out, "META-INF/services/water.api.Schema", "own".getBytes(StandardCharsets.UTF_8));
            put(out, "META-INF/services/org.apache.hadoop.fs.FileSystem", "own".getBytes(StandardCharsets.UTF_8));
            put(out, "META-INF/services/java.sql.Driver", "own".getBytes(StandardCharsets.UTF_8));
            put(out, "www/flow/index.html", "<html>".getBytes(StandardCharsets.UTF_8));
        }
        archive = jar;
    }

    @Test
    void everyLoaderHasStaticsOfItsOwn() throws Exception {
        var own = EngineClassLoaderTest.class.getClassLoader();
        try (var first = new EngineClassLoader(archive, own);
                var second = new EngineClassLoader(archive, own)) {
            assertThat(next(first)).isEqualTo(1);
            assertThat(next(first)).isEqualTo(2);
            assertThat(next(second)).isEqualTo(1);
            assertThat(first.loadClass(Counter.class.getName())).isNotSameAs(Counter.class);
        }
    }

    @Test
    void storageIsOneForAllEngines() throws Exception {
        var own = EngineClassLoaderTest.class.getClassLoader();
        var name = "ai.h2o.sparkling.storage.Held";
        try (var connectors = new EngineClassLoader(archive, own);
                var first = new EngineClassLoader(archive, own, connectors);
                var second = new EngineClassLoader(archive, own, connectors)) {
            assertThat(first.loadClass(name)).isSameAs(second.loadClass(name)).isSameAs(connectors.loadClass(name));
            assertThat(first.loadClass(Counter.class.getName()))
                    .isNotSameAs(connectors.loadClass(Counter.class.getName()));
        }
    }

    @Test
    void loggingSparkAndTheWallAreShared() throws Exception {
        try (var loader = loader()) {
            for (Class<?> shared : List.<Class<?>>of(
                    org.slf4j.Logger.class,
                    org.apache.spark.SparkContext.class,
                    org.apache.hadoop.fs.FileSystem.class,
                    org.apache.logging.log4j.Logger.class,
                    scala.Option.class,
                    ai.h2o.sparkling.engine.api.EngineNode.class)) {
                assertThat(loader.loadClass(shared.getName())).isSameAs(shared);
            }
        }
    }

    @Test
    void servicesOfTheEngineAreItsOwnAndSharedOnesTheParents() throws Exception {
        try (var loader = loader()) {
            assertThat(Collections.list(loader.getResources("META-INF/services/water.api.Schema")))
                    .singleElement()
                    .asString()
                    .contains(directory.getFileName().toString());
            for (String shared : List.of("org.apache.hadoop.fs.FileSystem", "java.sql.Driver")) {
                assertThat(Collections.list(loader.getResources("META-INF/services/" + shared)))
                        .noneMatch(url ->
                                url.toString().contains(directory.getFileName().toString()));
            }
        }
    }

    @Test
    void resourcesOfTheEngineAreFound() throws Exception {
        try (var loader = loader();
                var in = loader.getResourceAsStream("www/flow/index.html")) {
            assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo("<html>");
        }
    }

    /** Whatever else has an H2O on Spark's class path: the engine must not meet it half-way. */
    @Test
    void anotherH2oBesideSparkIsNotSeen() throws Exception {
        Path stranger = directory.resolve("stranger.jar");
        try (var out = new JarOutputStream(Files.newOutputStream(stranger))) {
            put(out, "water/Stranger.class", "other".getBytes(StandardCharsets.UTF_8));
            put(out, "org/other/Stranger.class", "other".getBytes(StandardCharsets.UTF_8));
        }
        try (var spark = new URLClassLoader(
                        new URL[] {stranger.toUri().toURL()}, EngineClassLoaderTest.class.getClassLoader());
                var loader = new EngineClassLoader(archive, spark)) {
            assertThat(loader.getResource("org/other/Stranger.class")).isNotNull();
            assertThat(loader.getResource("water/Stranger.class")).isNull();
            assertThat(loader.getResourceAsStream("water/Stranger.class")).isNull();
            assertThat(Collections.list(loader.getResources("water/Stranger.class")))
                    .isEmpty();
            assertThatThrownBy(() -> loader.loadClass("water.Stranger")).isInstanceOf(ClassNotFoundException.class);
        }
    }

    /** Storage is not on this module's class path. */
    private byte[] held() throws IOException {
        var source = directory.resolve("Held.java");
        Files.writeString(source, "package ai.h2o.sparkling.storage; public interface Held {}");
        ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, "-proc:none", "-d", directory.toString(), source.toString());
        return Files.readAllBytes(directory.resolve("ai/h2o/sparkling/storage/Held.class"));
    }

    private EngineClassLoader loader() throws IOException {
        return new EngineClassLoader(archive, EngineClassLoaderTest.class.getClassLoader());
    }

    private static int next(ClassLoader loader) throws ReflectiveOperationException {
        return (int) loader.loadClass(Counter.class.getName()).getMethod("next").invoke(null);
    }

    private static String path(Class<?> type) {
        return type.getName().replace('.', '/') + ".class";
    }

    private static byte[] bytes(Class<?> type) throws IOException {
        try (var in = type.getClassLoader().getResourceAsStream(path(type))) {
            return in.readAllBytes();
        }
    }

    private static void put(JarOutputStream out, String name, byte[] content) throws IOException {
        out.putNextEntry(new JarEntry(name));
        out.write(content);
        out.closeEntry();
    }
}
