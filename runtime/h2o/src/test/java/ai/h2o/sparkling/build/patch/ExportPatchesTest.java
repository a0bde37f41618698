package ai.h2o.sparkling.build.patch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.h2o.sparkling.build.BuildFailure;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ExportPatchesTest {
    private static final String EXPORTER =
            """
            package %s;
            public class %s {
              static final StringBuilder SEEN = new StringBuilder();
              public static String act() {
                try {
                  new %s().%s();
                } catch (RuntimeException e) {
                  SEEN.append(" thrown:").append(e.getMessage());
                }
                return ai.h2o.sparkling.engine.NodeStorage.SEEN + SEEN.toString();
              }
              public void %s() {
                try {
                  throw new IllegalStateException("half");
                } finally {
                  SEEN.append(" closed");
                }
              }
              %s
            }
            """;

    private static Map<String, String> sources() {
        var sources = new HashMap<String, String>();
        sources.put(
                "ai.h2o.sparkling.engine.NodeStorage",
                """
                package ai.h2o.sparkling.engine;
                public class NodeStorage {
                  public static final StringBuilder SEEN = new StringBuilder();
                  public static void writingFailed(Throwable reason) { SEEN.append("failed:").append(reason.getMessage()); }
                }
                """);
        sources.put("water.util.FrameUtils", "package water.util; class FrameUtils {}");
        sources.put(
                "water.util.FrameUtils$ExportTaskDriver",
                exporter("water.util", "FrameUtils$ExportTaskDriver", "exportCSVStream"));
        sources.put("hex.Model", exporter("hex", "Model", "exportBinaryModel", "exportMojo"));
        sources.put(
                "water.fvec.persist.PersistUtils",
                exporter("water.fvec.persist", "PersistUtils", "write", "writeStream"));
        sources.put(
                "water.parser.parquet.FrameParquetExporter$PartExportParquetTask",
                exporter("water.parser.parquet", "FrameParquetExporter$PartExportParquetTask", "map"));
        return sources;
    }

    private static String exporter(String folder, String name, String method, String... others) {
        var more = new StringBuilder();
        for (String other : others) {
            more.append("public void ").append(other).append("() { try { toString(); } finally { SEEN.append(1); } }");
        }
        return EXPORTER.formatted(folder, name, name, method, method, more);
    }

    @Test
    void anExportThatFailsIsToldBeforeTheFileIsClosed() throws ReflectiveOperationException {
        EnginePatch patch = new ExportsFail();
        Sources patched = Sources.compile(sources()).patch(patch);

        assertThat(patched.load("hex.Model").getMethod("act").invoke(null)).isEqualTo("failed:half closed thrown:half");
        patch.checkApplied();
    }

    @Test
    void anExporterWithoutAHandlerFailsTheBuild() {
        EnginePatch patch = new ExportsFail();
        var sources = sources();
        sources.put("hex.Model", "package hex; public class Model { public void exportMojo() {} }");
        Sources.compile(sources).patch(patch);

        assertThatThrownBy(patch::checkApplied)
                .isInstanceOf(BuildFailure.class)
                .hasMessageContaining("ExportsFail found no handler in hex/Model.export");
    }

    @Test
    void parquetIsWrittenToTheUriAsItWasGiven() throws ReflectiveOperationException {
        EnginePatch patch = new ParquetKeepsUri();
        Sources patched = Sources.compile(
                        Map.of(
                                "water.parser.parquet.FrameParquetExporter",
                                """
                        package water.parser.parquet;
                        public class FrameParquetExporter {
                          public static String act() { return new FrameParquetExporter().export("completer", "s3://bucket/x"); }
                          public String export(Object completer, String path) { return new java.io.File(path).getPath(); }
                        }
                        """))
                .patch(patch);

        assertThat(patched.load("water.parser.parquet.FrameParquetExporter")
                        .getMethod("act")
                        .invoke(null))
                .isEqualTo("s3://bucket/x");
        patch.checkApplied();
    }
}
