package ai.h2o.sparkling.build.patch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.h2o.sparkling.build.BuildFailure;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EnginePatchesTest {
    private static final byte[] HASH = {1, -2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 127, -128, 99};

    @Test
    void theEngineTakesLog4jAsItFindsIt() throws ReflectiveOperationException {
        EnginePatch patch = new QuietLogging();
        Class<?> h2o = Sources.compile(
                        Map.of(
                                "water.H2O",
                                """
                        package water;
                        public class H2O {
                          private static boolean _haveInheritedLog4jConfiguration = false;
                          public static boolean inherited() { return _haveInheritedLog4jConfiguration; }
                          public static void configureLogging() { throw new IllegalStateException("reconfigures log4j"); }
                        }
                        """))
                .patch(patch)
                .load("water.H2O");

        h2o.getMethod("configureLogging").invoke(null);

        assertThat(h2o.getMethod("inherited").invoke(null)).isEqualTo(true);
        patch.checkApplied();
    }

    @Test
    void theEngineLogsToOneLoggerOfSparks() throws ReflectiveOperationException {
        EnginePatch patch = new SparkLogger();
        Sources sources = loggerBackend().patch(patch);
        Class<?> backend = sources.load("water.util.LoggerBackend");

        Object logger =
                backend.getMethod("createLog4j").invoke(backend.getConstructor().newInstance());

        assertThat(logger).hasToString("logger ai.h2o.engine");
        patch.checkApplied();
    }

    @Test
    void theEngineNeverReplacesTheLogConfiguration() throws ReflectiveOperationException {
        EnginePatch patch = new NoLogReconfiguration();
        Class<?> backend = loggerBackend().patch(patch).load("water.util.LoggerBackend");

        backend.getMethod("reconfigureLog4J").invoke(backend.getConstructor().newInstance());

        patch.checkApplied();
    }

    @Test
    void avroValuesEndWhereTheyEnd() throws ReflectiveOperationException {
        EnginePatch patch = new AvroLengths();
        Class<?> parser = Sources.compile(
                        Map.of(
                                "water.parser.avro.AvroParser",
                                """
                        package water.parser.avro;
                        public class AvroParser {
                          public static byte[] text() { return new org.apache.avro.util.Utf8().getBytes(); }
                          public static byte[] bytes() { return java.nio.ByteBuffer.allocate(9).array(); }
                        }
                        """,
                                "org.apache.avro.util.Utf8",
                                "package org.apache.avro.util; public class Utf8 { public byte[] getBytes() { return new byte[9]; } }",
                                "ai.h2o.sparkling.engine.AvroBytes",
                                """
                        package ai.h2o.sparkling.engine;
                        public class AvroBytes {
                          public static byte[] of(org.apache.avro.util.Utf8 value) { return new byte[] {1}; }
                          public static byte[] of(java.nio.ByteBuffer value) { return new byte[] {2}; }
                        }
                        """))
                .patch(patch)
                .load("water.parser.avro.AvroParser");

        assertThat((byte[]) parser.getMethod("text").invoke(null)).containsExactly(1);
        assertThat((byte[]) parser.getMethod("bytes").invoke(null)).containsExactly(2);
        patch.checkApplied();
    }

    @Test
    void theJarHashIsTheOneOfTheBuild() throws ReflectiveOperationException {
        EnginePatch patch = new FixedJarHash(() -> HASH.clone());
        Class<?> jarHash = Sources.compile(
                        Map.of(
                                "water.init.JarHash",
                                """
                        package water.init;
                        public class JarHash {
                          public static byte[] hash() { return cl_init_md5("x"); }
                          private static byte[] cl_init_md5(String path) { throw new IllegalStateException("reads the jar"); }
                        }
                        """))
                .patch(patch)
                .load("water.init.JarHash");

        byte[] hash = (byte[]) jarHash.getMethod("hash").invoke(null);

        assertThat(hash).hasSize(16).startsWith(1, -2, 3).endsWith(14, 127, -128);
        patch.checkApplied();
    }

    @Test
    void theEngineNeverAsksForANewerRelease() throws ReflectiveOperationException {
        EnginePatch patch = new NeverTooOld();
        Class<?> version = Sources.compile(
                        Map.of(
                                "water.init.AbstractBuildVersion",
                                """
                        package water.init;
                        public class AbstractBuildVersion {
                          public final boolean isTooOld() { return true; }
                        }
                        """))
                .patch(patch)
                .load("water.init.AbstractBuildVersion");

        assertThat(version.getMethod("isTooOld").invoke(version.getConstructor().newInstance()))
                .isEqualTo(false);
        patch.checkApplied();
    }

    @Test
    void xgboostPrefersGpuThenOpenMpThenOneThread() throws ReflectiveOperationException {
        EnginePatch patch = new OpenMpInChain();
        Class<?> chain = Sources.compile(
                        Map.of(
                                "hex.tree.xgboost.util.NativeLibrary",
                                """
                        package hex.tree.xgboost.util;
                        import java.util.Arrays;
                        public class NativeLibrary {
                          public enum CompilationFlags { WITH_GPU, WITH_OMP }
                          final String text;
                          NativeLibrary(String text) { this.text = text; }
                          static NativeLibrary nativeLibrary(String name, CompilationFlags[] flags) {
                            return new NativeLibrary(name + Arrays.toString(flags));
                          }
                        }
                        """,
                                "hex.tree.xgboost.util.NativeLibraryLoaderChain",
                                """
                        package hex.tree.xgboost.util;
                        public class NativeLibraryLoaderChain {
                          private final NativeLibrary[] libraries;
                          public NativeLibraryLoaderChain() { this(new NativeLibrary("the old chain")); }
                          private NativeLibraryLoaderChain(NativeLibrary... libraries) { this.libraries = libraries; }
                          public String toString() {
                            StringBuilder text = new StringBuilder();
                            for (NativeLibrary library : libraries) { text.append(library.text).append(' '); }
                            return text.toString();
                          }
                        }
                        """))
                .patch(patch)
                .load("hex.tree.xgboost.util.NativeLibraryLoaderChain");

        assertThat(chain.getConstructor().newInstance())
                .hasToString("xgboost4j_gpu[WITH_GPU, WITH_OMP] xgboost4j_omp[WITH_OMP] xgboost4j_minimal[] ");
        patch.checkApplied();
    }

    @Test
    void everyWayToEndTheProcessThrows() throws ReflectiveOperationException {
        NoExit patch = new NoExit();
        Class<?> h2o = Sources.compile(
                        Map.of(
                                "ai.h2o.sparkling.engine.EngineExit",
                                """
                        package ai.h2o.sparkling.engine;
                        public class EngineExit {
                          public static void exit(int status) { throw new IllegalStateException("status " + status); }
                        }
                        """,
                                "water.H2O",
                                """
                        package water;
                        public class H2O {
                          public static void exitQuietly(int status) { System.exit(status); }
                          public static int halt(int status) { Runtime.getRuntime().halt(status); return 1; }
                          public static int exit(int status) { Runtime.getRuntime().exit(status); return 1; }
                        }
                        """))
                .patch(patch)
                .load("water.H2O");

        for (Method method : h2o.getDeclaredMethods()) {
            assertThatThrownBy(() -> method.invoke(null, 7))
                    .isInstanceOf(InvocationTargetException.class)
                    .hasRootCauseMessage("status 7");
        }
        assertThat(patch.changed()).containsExactly("water/H2O.exit", "water/H2O.exitQuietly", "water/H2O.halt");
        patch.checkApplied();
    }

    @Test
    void aPatchWithoutItsPlaceFailsTheBuild() {
        EnginePatch patch = new QuietLogging();
        Sources.compile(Map.of("water.H2O", "package water; public class H2O {}"))
                .patch(patch);

        assertThatThrownBy(patch::checkApplied)
                .isInstanceOf(BuildFailure.class)
                .hasMessageContaining("QuietLogging found no method water/H2O.configureLogging()V");
    }

    private static Sources loggerBackend() {
        return Sources.compile(
                Map.of(
                        "org.apache.log4j.Logger",
                        """
                package org.apache.log4j;
                public class Logger {
                  private final String name;
                  private Logger(String name) { this.name = name; }
                  public static Logger getLogger(String name) { return new Logger(name); }
                  public String toString() { return "logger " + name; }
                }
                """,
                        "water.util.LoggerBackend",
                        """
                package water.util;
                import org.apache.log4j.Logger;
                public class LoggerBackend {
                  public Logger createLog4j() { reconfigureLog4J(); return null; }
                  public void reconfigureLog4J() { throw new IllegalStateException("reconfigures log4j"); }
                }
                """));
    }
}
