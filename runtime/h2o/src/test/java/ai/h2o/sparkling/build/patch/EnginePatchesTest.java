package ai.h2o.sparkling.build.patch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.h2o.sparkling.build.BuildFailure;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.HashMap;
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
    void whatTheEngineLogsIsKeptForWhoAsksForLogs() throws ReflectiveOperationException {
        EnginePatch patch = new LogKept();
        Sources sources = Sources.compile(
                        Map.of(
                                "org.apache.log4j.Priority",
                                "package org.apache.log4j; public class Priority {}",
                                "org.apache.log4j.Logger",
                                """
                        package org.apache.log4j;
                        public class Logger {
                          public void log(Priority level, Object message) { throw new IllegalStateException("only Spark's log"); }
                          public void log(Priority level, Object message, Throwable error) {
                            throw new IllegalStateException("only Spark's log");
                          }
                        }
                        """,
                                "ai.h2o.sparkling.engine.patched.EngineLog",
                                """
                        package ai.h2o.sparkling.engine.patched;
                        import org.apache.log4j.*;
                        public class EngineLog {
                          public static String kept = "";
                          public static void log(Logger logger, Priority level, Object message) { kept += message + ";"; }
                          public static void log(Logger logger, Priority level, Object message, Throwable error) {
                            kept += message + " " + error.getMessage();
                          }
                        }
                        """,
                                "water.util.Log",
                                """
                        package water.util;
                        import org.apache.log4j.*;
                        public class Log {
                          public static void write() {
                            new Logger().log(new Priority(), "line");
                            new Logger().log(new Priority(), "trouble", new Exception("why"));
                          }
                        }
                        """))
                .patch(patch);

        Class<?> log = sources.load("water.util.Log");
        log.getMethod("write").invoke(null);

        assertThat(log.getClassLoader()
                        .loadClass("ai.h2o.sparkling.engine.patched.EngineLog")
                        .getField("kept")
                        .get(null))
                .isEqualTo("line;trouble why");
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
                                "ai.h2o.sparkling.engine.patched.AvroBytes",
                                """
                        package ai.h2o.sparkling.engine.patched;
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
    void schemasAreRegisteredWithoutBeingDescribed() throws ReflectiveOperationException {
        EnginePatch patch = new SchemasUnchecked();
        Class<?> server = Sources.compile(
                        Map.of(
                                "water.api.Schema",
                                "package water.api; public class Schema {}",
                                "water.api.SchemaMetadata",
                                """
                        package water.api;
                        import java.util.ArrayList;
                        import java.util.List;
                        public class SchemaMetadata {
                          public final List<String> fields = new ArrayList<>();
                          public SchemaMetadata() {}
                          public SchemaMetadata(Schema schema) { throw new IllegalStateException("described"); }
                        }
                        """,
                                "water.api.SchemaServer",
                                """
                        package water.api;
                        public class SchemaServer {
                          public static int register() { return new SchemaMetadata(new Schema()).fields.size(); }
                        }
                        """))
                .patch(patch)
                .load("water.api.SchemaServer");

        assertThat(server.getMethod("register").invoke(null)).isEqualTo(0);
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
                                "ai.h2o.sparkling.engine.patched.EngineExit",
                                """
                        package ai.h2o.sparkling.engine.patched;
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
    void whereTheEngineWaitsItsEndIsLookedFor() throws ReflectiveOperationException {
        WaitsEnd patch = new WaitsEnd();
        Sources sources = Sources.compile(
                        Map.of(
                                "ai.h2o.sparkling.engine.patched.EngineWaits",
                                """
                        package ai.h2o.sparkling.engine.patched;
                        public class EngineWaits {
                          public static void await(Object monitor) { throw new IllegalStateException("await " + monitor); }
                          public static void await(Object monitor, long millis) {
                            throw new IllegalStateException("await " + monitor + " " + millis);
                          }
                          public static void sleep(long millis) { throw new IllegalStateException("sleep " + millis); }
                          public static java.nio.channels.ServerSocketChannel open() { throw new IllegalStateException("open"); }
                          public static boolean isReleasable(jsr166y.ForkJoinPool.ManagedBlocker blocker) {
                            throw new IllegalStateException("isReleasable " + blocker);
                          }
                          public static void giveWay() { throw new IllegalStateException("giveWay"); }
                        }
                        """,
                                "jsr166y.ForkJoinPool",
                                """
                        package jsr166y;
                        public class ForkJoinPool {
                          public interface ManagedBlocker { boolean isReleasable(); }
                          public static void block() { ManagedBlocker blocker = null; while (!blocker.isReleasable()) {} }
                          public static void join() { while (true) { Thread.yield(); } }
                        }
                        """,
                                "water.HeartBeatThread",
                                """
                        package water;
                        public class HeartBeatThread { public static void run() throws Exception { Thread.sleep(1000); } }
                        """,
                                "water.Cleaner",
                                """
                        package water;
                        public class Cleaner {
                          public static void run() throws Exception { synchronized ("store") { "store".wait(5000); } }
                          public static void test() throws Exception { synchronized ("test") { "test".wait(); } }
                        }
                        """,
                                "water.TCPReceiverThread",
                                """
                        package water;
                        public class TCPReceiverThread {
                          public static void run() throws Exception { java.nio.channels.ServerSocketChannel.open(); }
                        }
                        """))
                .patch(patch);

        Map.of(
                        "water.HeartBeatThread.run", "sleep 1000",
                        "water.Cleaner.run", "await store 5000",
                        "water.Cleaner.test", "await test",
                        "water.TCPReceiverThread.run", "open",
                        "jsr166y.ForkJoinPool.block", "isReleasable null",
                        "jsr166y.ForkJoinPool.join", "giveWay")
                .forEach((method, wait) -> {
                    int dot = method.lastIndexOf('.');
                    assertThatThrownBy(() -> sources.load(method.substring(0, dot))
                                    .getMethod(method.substring(dot + 1))
                                    .invoke(null))
                            .hasRootCauseMessage(wait);
                });
        patch.checkApplied();
    }

    @Test
    void thePoolOfSegmentedModelsIsOneThatEnds() throws ReflectiveOperationException {
        EnginePatch patch = new PoolsEnd();
        Class<?> runner = Sources.compile(
                        Map.of(
                                "ai.h2o.sparkling.engine.patched.EnginePools",
                                """
                        package ai.h2o.sparkling.engine.patched;
                        public class EnginePools {
                          public static java.util.concurrent.ExecutorService fixed(int threads) {
                            throw new IllegalStateException("ours, with " + threads);
                          }
                        }
                        """,
                                "hex.segments.SegmentModelsBuilder",
                                """
                        package hex.segments;
                        public class SegmentModelsBuilder {
                          public static class MultiNodeRunner {
                            public static void setupLocal() { java.util.concurrent.Executors.newFixedThreadPool(3); }
                          }
                        }
                        """))
                .patch(patch)
                .load("hex.segments.SegmentModelsBuilder$MultiNodeRunner");

        assertThatThrownBy(() -> runner.getMethod("setupLocal").invoke(null)).hasRootCauseMessage("ours, with 3");
        patch.checkApplied();
    }

    @Test
    void algorithmsAreRegisteredWhenOneIsLookedUp() throws ReflectiveOperationException {
        EnginePatch patch = new AlgorithmsOnDemand();
        Class<?> builder = Sources.compile(
                        Map.of(
                                "ai.h2o.sparkling.engine.patched.Algorithms",
                                """
                        package ai.h2o.sparkling.engine.patched;
                        public class Algorithms {
                          public static String named(String name) { hex.ModelBuilder.known = "gbm"; return name.toLowerCase(); }
                        }
                        """,
                                "hex.ModelBuilder",
                                """
                        package hex;
                        public class ModelBuilder {
                          public static String known = "";
                          public static boolean getRegisteredBuilder() { return "GBM".toLowerCase().equals(known); }
                          public static String getName() { return "GBM".toLowerCase() + known; }
                        }
                        """))
                .patch(patch)
                .load("hex.ModelBuilder");

        assertThat(builder.getMethod("getName").invoke(null)).isEqualTo("gbm");
        assertThat(builder.getMethod("getRegisteredBuilder").invoke(null)).isEqualTo(true);
        patch.checkApplied();
    }

    @Test
    void aCancelledPredictionIsLeftBetweenRows() throws ReflectiveOperationException {
        EnginePatch patch = new ScoringStops();
        Class<?> model = Sources.compile(
                        Map.of(
                                "ai.h2o.sparkling.engine.patched.EngineScoring",
                                """
                        package ai.h2o.sparkling.engine.patched;
                        public class EngineScoring {
                          public static double[] score(
                              hex.Model.BigScoreChunkPredict predict, water.fvec.Chunk[] chunks, double offset, int row,
                              double[] features, double[] scores, water.Job job) {
                            return new double[] {job.key, row, offset, scores[0]};
                          }
                        }
                        """,
                                "water.Job",
                                "package water; public class Job { public int key = 7; }",
                                "water.fvec.Chunk",
                                "package water.fvec; public class Chunk {}",
                                "hex.Model",
                                """
                        package hex;
                        public class Model {
                          public interface BigScoreChunkPredict {
                            double[] score0(water.fvec.Chunk[] chunks, double offset, int row, double[] tmp, double[] preds);
                          }
                          protected class BigScore {
                            public final water.Job _j = new water.Job();
                            double[] map(BigScoreChunkPredict predict) {
                              return predict.score0(null, 0.5, 3, null, new double[] {2});
                            }
                          }
                          public static double[] run() { return new Model().new BigScore().map(null); }
                        }
                        """))
                .patch(patch)
                .load("hex.Model");

        assertThat(model.getMethod("run").invoke(null)).isEqualTo(new double[] {7, 3, 0.5, 2});
        patch.checkApplied();
    }

    @Test
    void ofACancelledPredictionNoFrameIsMade() throws ReflectiveOperationException {
        EnginePatch patch = new CancelledScoresGo();
        Class<?> model = Sources.compile(
                        Map.of(
                                "ai.h2o.sparkling.engine.patched.EngineScoring",
                                """
                        package ai.h2o.sparkling.engine.patched;
                        public class EngineScoring {
                          public static water.fvec.Frame frame(
                              water.MRTask task, water.Key key, String[] names, String[][] domains, water.Job job) {
                            throw new IllegalStateException(names[0] + " of job " + job.key);
                          }
                        }
                        """,
                                "water.Job",
                                "package water; public class Job { public int key = 7; }",
                                "water.Key",
                                "package water; public class Key {}",
                                "water.fvec.Frame",
                                "package water.fvec; public class Frame {}",
                                "water.MRTask",
                                """
                        package water;
                        public class MRTask {
                          public water.fvec.Frame outputFrame(Key key, String[] names, String[][] domains) { return null; }
                        }
                        """,
                                "hex.Model",
                                """
                        package hex;
                        import water.fvec.Frame;
                        public class Model {
                          protected class BigScore extends water.MRTask {}
                          Frame predictScoreImpl(Frame frame, Frame adapted, String key, water.Job job, boolean metrics) {
                            return new BigScore().outputFrame(null, new String[] {key}, null);
                          }
                          public static void run() {
                            new Model().predictScoreImpl(null, null, "scores", new water.Job(), true);
                          }
                        }
                        """))
                .patch(patch)
                .load("hex.Model");

        assertThatThrownBy(() -> model.getMethod("run").invoke(null)).hasRootCauseMessage("scores of job 7");
        patch.checkApplied();
    }

    @Test
    void anAllocationThatFailsIsNotTriedForEver() throws ReflectiveOperationException {
        EnginePatch patch = new MemoryEnds();
        Class<?> memory = Sources.compile(
                        Map.of(
                                "ai.h2o.sparkling.engine.patched.EngineMemory",
                                """
                        package ai.h2o.sparkling.engine.patched;
                        public class EngineMemory { public static boolean full() { throw new OutOfMemoryError("no use"); } }
                        """,
                                "water.Cleaner",
                                """
                        package water;
                        public class Cleaner { public static boolean isDiskFull() { return false; } }
                        """,
                                "water.MemoryManager",
                                """
                        package water;
                        public class MemoryManager {
                          public static Object malloc() {
                            for (int tries = 0; tries < 3; tries++) {
                              try { throw new OutOfMemoryError(); } catch (OutOfMemoryError e) {
                                if (Cleaner.isDiskFull()) { throw new IllegalStateException("full"); }
                              }
                            }
                            return "tried for ever";
                          }
                        }
                        """))
                .patch(patch)
                .load("water.MemoryManager");

        assertThatThrownBy(() -> memory.getMethod("malloc").invoke(null))
                .cause()
                .isInstanceOf(OutOfMemoryError.class)
                .hasMessage("no use");
        patch.checkApplied();
    }

    @Test
    void theEnginesWorkIsDoneWhereMemoryIsLookedAfter() throws ReflectiveOperationException {
        EnginePatch patch = new MemoryExplained();
        Class<?> task = Sources.compile(
                        Map.of(
                                "ai.h2o.sparkling.engine.patched.EngineMemory",
                                """
                        package ai.h2o.sparkling.engine.patched;
                        import water.H2O;
                        public class EngineMemory {
                          public static void compute(H2O.H2OCountedCompleter task) {
                            task.compute2();
                            throw new IllegalStateException(task.done);
                          }
                        }
                        """,
                                "water.H2O",
                                """
                        package water;
                        public class H2O {
                          public static class H2OCountedCompleter {
                            public String done = "nothing";
                            public final void compute() { compute2(); }
                            public void compute2() { done = "work"; }
                          }
                        }
                        """))
                .patch(patch)
                .load("water.H2O$H2OCountedCompleter");
        Object work = task.getConstructor().newInstance();

        assertThatThrownBy(() -> task.getMethod("compute").invoke(work)).cause().hasMessage("work");
        patch.checkApplied();
    }

    @Test
    void anEndlessThreadThatWaitsInAnotherWayFailsTheBuild() {
        EnginePatch patch = new WaitsEnd();
        Sources.compile(Map.of("water.Cleaner", "package water; public class Cleaner {}"))
                .patch(patch);

        assertThatThrownBy(patch::checkApplied)
                .isInstanceOf(BuildFailure.class)
                .hasMessageContaining(
                        "WaitsEnd found none of its calls in [jsr166y/ForkJoinPool, water/Cleaner, water/HeartBeatThread, water/TCPReceiverThread]");
    }

    @Test
    void whatTheEngineChangesInItsHostIsRemembered() throws ReflectiveOperationException {
        EnginePatch patch = new HostChangesUndone();
        Sources sources = Sources.compile(
                        Map.of(
                                "ai.h2o.sparkling.engine.patched.HostChanges",
                                """
                        package ai.h2o.sparkling.engine.patched;
                        import java.lang.management.MemoryPoolMXBean;
                        import javax.management.NotificationEmitter;
                        import javax.management.NotificationFilter;
                        import javax.management.NotificationListener;
                        public class HostChanges {
                          public static String seen = "";
                          public static void addNotificationListener(
                              NotificationEmitter emitter, NotificationListener listener, NotificationFilter filter, Object handback) {
                            seen += "listener with " + handback + " ";
                          }
                          public static void setCollectionUsageThreshold(MemoryPoolMXBean pool, long bytes) {
                            seen += "threshold " + bytes + " ";
                          }
                          public static void addShutdownHook(Runtime runtime, Thread hook) { seen += "hook " + hook.getName(); }
                        }
                        """,
                                "water.MemoryManager",
                                """
                        package water;
                        public class MemoryManager {
                          public static class HeapUsageMonitor {
                            public static String act() {
                              ((java.lang.management.MemoryPoolMXBean) null).setCollectionUsageThreshold(1);
                              ((javax.management.NotificationEmitter) null).addNotificationListener(null, null, "pool");
                              return ai.h2o.sparkling.engine.patched.HostChanges.seen;
                            }
                          }
                        }
                        """,
                                "org.python.core.PySystemState",
                                """
                        package org.python.core;
                        public class PySystemState {
                          public static class PySystemStateCloser {
                            public static String act() {
                              Runtime.getRuntime().addShutdownHook(new Thread("closer"));
                              return ai.h2o.sparkling.engine.patched.HostChanges.seen;
                            }
                          }
                        }
                        """))
                .patch(patch);

        assertThat(act(sources, "water.MemoryManager$HeapUsageMonitor")).isEqualTo("threshold 1 listener with pool ");
        assertThat(act(sources, "org.python.core.PySystemState$PySystemStateCloser"))
                .asString()
                .endsWith("hook closer");
        patch.checkApplied();
    }

    @Test
    void propertiesThatTheEngineSetsForItselfAreItsOwn() throws ReflectiveOperationException {
        EnginePatch patch = new OwnProperties();
        Sources sources = Sources.compile(
                        Map.of(
                                "ai.h2o.sparkling.engine.patched.EngineProperties",
                                """
                        package ai.h2o.sparkling.engine.patched;
                        public class EngineProperties {
                          public static String setProperty(String name, String value) { return "set " + name + " " + value; }
                          public static Integer getInteger(String name, int otherwise) { return otherwise + 1; }
                          public static java.util.Properties getProperties() { return null; }
                        }
                        """,
                                "org.eclipse.jetty.util.Jetty",
                                """
                        package org.eclipse.jetty.util;
                        public class Jetty { public static String act() { return System.setProperty("hash", "3"); } }
                        """,
                                "org.python.core.PrePy",
                                """
                        package org.python.core;
                        public class PrePy { public static Object act() { return System.getProperties(); } }
                        """,
                                "water.webserver.jetty9.Jetty9Helper",
                                """
                        package water.webserver.jetty9;
                        public class Jetty9Helper { public static String act() { return System.setProperty("form", "2"); } }
                        """,
                                "org.eclipse.jetty.server.handler.ContextHandler",
                                """
                        package org.eclipse.jetty.server.handler;
                        public class ContextHandler { public static Integer act() { return Integer.getInteger("form", 5); } }
                        """))
                .patch(patch);

        assertThat(act(sources, "water.webserver.jetty9.Jetty9Helper")).isEqualTo("set form 2");
        assertThat(act(sources, "org.eclipse.jetty.server.handler.ContextHandler"))
                .isEqualTo(6);
        patch.checkApplied();
    }

    @Test
    void temporaryFilesAreTheEnginesOwn() throws ReflectiveOperationException {
        EnginePatch patch = new OwnTemporaryFiles();
        String user =
                """
                package %s;
                public class %s {
                  public static String act() throws java.io.IOException {
                    java.io.File file = java.io.File.createTempFile("lib", ".so");
                    file.deleteOnExit();
                    return file.getName() + java.nio.file.Files.createTempFile("lib", ".so");
                  }
                }
                """;
        Sources sources = Sources.compile(Map.of(
                        "ai.h2o.sparkling.engine.patched.EngineFiles",
                        """
                        package ai.h2o.sparkling.engine.patched;
                        import java.io.File;
                        import java.nio.file.Path;
                        import java.nio.file.attribute.FileAttribute;
                        public class EngineFiles {
                          private static String seen = "";
                          public static File createTempFile(String prefix, String suffix) { return new File(prefix + suffix); }
                          public static Path createTempFile(String prefix, String suffix, FileAttribute<?>... attributes) {
                            return Path.of(" path of " + prefix + seen);
                          }
                          public static void deleteOnExit(File file) { seen = " after " + file; }
                        }
                        """,
                        "hex.tree.xgboost.util.NativeLibrary",
                        user.formatted("hex.tree.xgboost.util", "NativeLibrary"),
                        "hex.tree.xgboost.predict.XGBoostNativeVariableImportance",
                        user.formatted("hex.tree.xgboost.predict", "XGBoostNativeVariableImportance"),
                        "hex.genmodel.MojoReaderBackendFactory",
                        user.formatted("hex.genmodel", "MojoReaderBackendFactory")))
                .patch(patch);

        assertThat(act(sources, "hex.tree.xgboost.util.NativeLibrary")).isEqualTo("lib.so path of lib after lib.so");
        patch.checkApplied();
    }

    @Test
    void connectionsToOtherNodesAreKnown() throws ReflectiveOperationException {
        EnginePatch patch = new ConnectionsClosed();
        Sources sources = Sources.compile(
                        Map.of(
                                "ai.h2o.sparkling.engine.sockets.EngineSockets",
                                """
                        package ai.h2o.sparkling.engine.sockets;
                        import java.nio.channels.*;
                        public class EngineSockets {
                          public static SocketChannel open() { return null; }
                          public static SocketChannel accept(ServerSocketChannel server) { return null; }
                        }
                        """,
                                "water.TCPReceiverThread",
                                """
                        package water;
                        import java.nio.channels.*;
                        public class TCPReceiverThread {
                          public static Object act() throws java.io.IOException { return ((ServerSocketChannel) null).accept(); }
                        }
                        """,
                                "water.H2ONode",
                                """
                        package water;
                        public class H2ONode {
                          public static Object act() throws java.io.IOException { return java.nio.channels.SocketChannel.open(); }
                        }
                        """))
                .patch(patch);

        assertThat(act(sources, "water.H2ONode")).isNull();
        assertThat(act(sources, "water.TCPReceiverThread")).isNull();
        patch.checkApplied();
    }

    @Test
    void loggersOfTheEnginesClassesAreNamedByTheEngineSide() throws ReflectiveOperationException {
        EnginePatch patch = new LoggersNamed();
        Map<String, String> sources = new HashMap<>(
                Map.of(
                        "org.apache.log4j.Logger",
                        "package org.apache.log4j; public class Logger { public static Logger getLogger(Class<?> user) { return null; } }",
                        "org.apache.log4j.LogManager",
                        "package org.apache.log4j; public class LogManager { public static Logger getLogger(Class<?> user) { return null; } }",
                        "org.slf4j.Logger",
                        "package org.slf4j; public interface Logger {}",
                        "org.slf4j.LoggerFactory",
                        """
                package org.slf4j;
                public class LoggerFactory {
                  public static Logger getLogger(Class<?> user) { return null; }
                  public static Logger getLogger(String name) { return null; }
                }
                """,
                        "org.apache.commons.logging.Log",
                        "package org.apache.commons.logging; public interface Log {}",
                        "org.apache.commons.logging.LogFactory",
                        """
                package org.apache.commons.logging;
                public class LogFactory { public static Log getLog(Class<?> user) { return null; } }
                """,
                        "ai.h2o.sparkling.engine.patched.EngineLoggers",
                        """
                package ai.h2o.sparkling.engine.patched;
                public class EngineLoggers {
                  public static class Named extends org.apache.log4j.Logger implements org.slf4j.Logger, org.apache.commons.logging.Log {}
                  public static org.apache.log4j.Logger log4j(Class<?> user) { return new Named(); }
                  public static org.slf4j.Logger slf4j(Class<?> user) { return new Named(); }
                  public static org.slf4j.Logger slf4j(String name) { return new Named(); }
                  public static org.apache.commons.logging.Log commons(Class<?> user) { return new Named(); }
                }
                """));
        Map<String, String> asked = Map.of(
                "hex.CVModelBuilder", "org.apache.log4j.Logger.getLogger(Object.class)",
                "hex.tree.xgboost.util.NativeLibrary", "org.apache.commons.logging.LogFactory.getLog(Object.class)",
                "org.apache.avro.Schema", "org.slf4j.LoggerFactory.getLogger(Object.class)",
                "org.apache.parquet.hadoop.ParquetFileReader", "org.slf4j.LoggerFactory.getLogger(Object.class)",
                "org.eclipse.jetty.util.log.Slf4jLog", "org.slf4j.LoggerFactory.getLogger(\"name\")",
                "water.server.ServletUtils", "org.apache.log4j.LogManager.getLogger(Object.class)");
        asked.forEach((name, call) -> {
            int dot = name.lastIndexOf('.');
            sources.put(
                    name,
                    "package %s; public class %s { public static Object act() { return %s; } }"
                            .formatted(name.substring(0, dot), name.substring(dot + 1), call));
        });
        Sources patched = Sources.compile(sources).patch(patch);

        for (String name : asked.keySet()) {
            assertThat(act(patched, name)).as(name).isNotNull();
        }
        patch.checkApplied();
    }

    private static final String SOCKETS =
            """
            package ai.h2o.sparkling.engine.sockets;
            import java.io.*;
            import java.nio.ByteBuffer;
            import java.nio.channels.*;
            public class EngineSockets {
              public static class Named implements ByteChannel {
                final String name;
                public final StringBuilder written = new StringBuilder();
                public Named(String name) { this.name = name; }
                public int read(ByteBuffer to) { to.put((byte) 7); return 1; }
                public int write(ByteBuffer from) { written.append(from.get() & 0xff); return 1; }
                public boolean isOpen() { return true; }
                public void close() {}
                public String toString() { return name; }
              }
              public static ByteChannel server(ByteChannel from) { return new Named("server of " + from); }
              public static ByteChannel client(ByteChannel from) { return new Named("client of " + from); }
              public static boolean isConnection(Channel channel) { return channel instanceof Named; }
              public static ByteChannel connection(Channel channel) { return (ByteChannel) channel; }
              public static OutputStream output(ByteChannel channel) { return Channels.newOutputStream(channel); }
              public static InputStream input(ByteChannel channel) { return Channels.newInputStream(channel); }
            }
            """;

    private static final String CHANNELS =
            """
            package water.network;
            import java.nio.channels.*;
            public class SocketChannelFactory {
              public ByteChannel serverChannel(ByteChannel channel) { return channel == null ? channel : null; }
              public ByteChannel clientChannel(ByteChannel channel, String host, int port) { return channel == null ? channel : null; }
              public static String act() {
                ByteChannel raw = new ai.h2o.sparkling.engine.sockets.EngineSockets.Named("raw");
                SocketChannelFactory factory = new SocketChannelFactory();
                return factory.serverChannel(raw) + ", " + factory.clientChannel(raw, "host", 1);
              }
            }
            """;

    @Test
    void acceptedConnectionsHaveComeThroughTheDoor() throws ReflectiveOperationException {
        EnginePatch patch = new VisitorsExamined();
        Sources sources = Sources.compile(Map.of(
                        "ai.h2o.sparkling.engine.sockets.EngineSockets",
                        SOCKETS,
                        "water.network.SocketChannelFactory",
                        CHANNELS))
                .patch(patch);

        assertThat(act(sources, "water.network.SocketChannelFactory")).isEqualTo("server of raw, null");
        patch.checkApplied();
    }

    @Test
    void connectionsToNodesAreSecuredByTheEngineSide() throws ReflectiveOperationException {
        EnginePatch patch = new NodesProveThemselves();
        Sources sources = Sources.compile(Map.of(
                        "ai.h2o.sparkling.engine.sockets.EngineSockets",
                        SOCKETS,
                        "water.network.SocketChannelFactory",
                        CHANNELS))
                .patch(patch);

        assertThat(act(sources, "water.network.SocketChannelFactory")).isEqualTo("null, client of raw");
        patch.checkApplied();
    }

    @Test
    void connectionsOfTheEngineSideAreToldFromFiles() throws ReflectiveOperationException {
        EnginePatch patch = new ConnectionsRecognised();
        Sources sources = Sources.compile(
                        Map.of(
                                "ai.h2o.sparkling.engine.sockets.EngineSockets",
                                SOCKETS,
                                "water.network.SocketChannelUtils",
                                """
                        package water.network;
                        import java.nio.channels.Channel;
                        public class SocketChannelUtils {
                          public static boolean isSocketChannel(Channel channel) { return channel == null ? false : false; }
                          public static boolean act() {
                            return isSocketChannel(new ai.h2o.sparkling.engine.sockets.EngineSockets.Named("ours"));
                          }
                        }
                        """))
                .patch(patch);

        assertThat(act(sources, "water.network.SocketChannelUtils")).isEqualTo(true);
        patch.checkApplied();
    }

    @Test
    void noFileIsReadForTheKey() throws ReflectiveOperationException {
        EnginePatch patch = new KeyInMemory();
        Sources sources = Sources.compile(
                        Map.of(
                                "water.network.SSLSocketChannelFactory",
                                """
                        package water.network;
                        public class SSLSocketChannelFactory {
                          public SSLSocketChannelFactory() { throw new IllegalStateException("reads a file"); }
                          public static String act() { return new SSLSocketChannelFactory() == null ? "" : "made"; }
                        }
                        """))
                .patch(patch);

        assertThat(act(sources, "water.network.SSLSocketChannelFactory")).isEqualTo("made");
        patch.checkApplied();
    }

    @Test
    void messagesAreAcknowledgedThroughTheirConnection() throws ReflectiveOperationException {
        EnginePatch patch = new AcknowledgedInside();
        Sources sources = Sources.compile(
                        Map.of(
                                "ai.h2o.sparkling.engine.sockets.EngineSockets",
                                SOCKETS,
                                "water.network.SocketChannelUtils",
                                """
                        package water.network;
                        import java.nio.channels.*;
                        public class SocketChannelUtils {
                          public static SocketChannel underlyingSocketChannel(Channel channel) { throw new IllegalStateException(); }
                        }
                        """,
                                "water.AutoBuffer",
                                """
                        package water;
                        import ai.h2o.sparkling.engine.sockets.EngineSockets.Named;
                        import water.network.SocketChannelUtils;
                        public class AutoBuffer {
                          private final Named _chan = new Named("connection");
                          private int close() throws java.io.IOException {
                            SocketChannelUtils.underlyingSocketChannel(_chan).socket().getOutputStream().write(0xcd);
                            return SocketChannelUtils.underlyingSocketChannel(_chan).socket().getInputStream().read();
                          }
                          public static String act() throws java.io.IOException {
                            AutoBuffer buffer = new AutoBuffer();
                            return buffer.close() + " after " + buffer._chan.written;
                          }
                        }
                        """))
                .patch(patch);

        assertThat(act(sources, "water.AutoBuffer")).isEqualTo("7 after 205");
        patch.checkApplied();
    }

    @Test
    void xgboostIsAllowedByTheEngineSide() throws ReflectiveOperationException {
        EnginePatch patch = new XGBoostAsked();
        Sources sources = Sources.compile(
                        Map.of(
                                "ai.h2o.sparkling.engine.patched.XGBoostRule",
                                """
                        package ai.h2o.sparkling.engine.patched;
                        public class XGBoostRule {
                          public static void check(hex.tree.xgboost.XGBoost builder) { builder.seen += "asked "; }
                        }
                        """,
                                "water.H2OSecurityManager",
                                """
                        package water;
                        public class H2OSecurityManager { public final boolean securityEnabled = Boolean.TRUE; }
                        """,
                                "hex.tree.xgboost.XGBoost",
                                """
                        package hex.tree.xgboost;
                        public class XGBoost {
                          public String seen = "";
                          private final water.H2OSecurityManager manager = new water.H2OSecurityManager();
                          public void init(boolean expensive) {
                            if (expensive && manager.securityEnabled) seen += "refused ";
                          }
                          public static String act() {
                            XGBoost builder = new XGBoost();
                            builder.init(true);
                            return builder.seen;
                          }
                        }
                        """))
                .patch(patch);

        assertThat(act(sources, "hex.tree.xgboost.XGBoost")).isEqualTo("asked ");
        patch.checkApplied();
    }

    @Test
    void noNodeIsTakenForAClient() throws ReflectiveOperationException {
        EnginePatch patch = new NoClients();
        Class<?> node = Sources.compile(
                        Map.of(
                                "water.H2ONode",
                                """
                        package water;
                        public class H2ONode {
                          private boolean isPossibleClient() { return true; }
                          public static boolean act() { return new H2ONode().isPossibleClient(); }
                        }
                        """))
                .patch(patch)
                .load("water.H2ONode");

        assertThat(node.getMethod("act").invoke(null)).isEqualTo(false);
        patch.checkApplied();
    }

    private static Object act(Sources sources, String className) throws ReflectiveOperationException {
        return sources.load(className).getMethod("act").invoke(null);
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
