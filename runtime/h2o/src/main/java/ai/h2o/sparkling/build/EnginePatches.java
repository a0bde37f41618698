package ai.h2o.sparkling.build;

import ai.h2o.sparkling.build.patch.AcknowledgedInside;
import ai.h2o.sparkling.build.patch.AlgorithmsOnDemand;
import ai.h2o.sparkling.build.patch.AutoMLJobsGoOn;
import ai.h2o.sparkling.build.patch.AutoMLKept;
import ai.h2o.sparkling.build.patch.AvroLengths;
import ai.h2o.sparkling.build.patch.CancelledGridsEnd;
import ai.h2o.sparkling.build.patch.CancelledScoresGo;
import ai.h2o.sparkling.build.patch.ConnectionsClosed;
import ai.h2o.sparkling.build.patch.ConnectionsRecognised;
import ai.h2o.sparkling.build.patch.EnginePatch;
import ai.h2o.sparkling.build.patch.ExportsFail;
import ai.h2o.sparkling.build.patch.FinishedModelsTaken;
import ai.h2o.sparkling.build.patch.FixedJarHash;
import ai.h2o.sparkling.build.patch.GridsKept;
import ai.h2o.sparkling.build.patch.HostChangesUndone;
import ai.h2o.sparkling.build.patch.KeyInMemory;
import ai.h2o.sparkling.build.patch.LogKept;
import ai.h2o.sparkling.build.patch.LoggersNamed;
import ai.h2o.sparkling.build.patch.MemoryEnds;
import ai.h2o.sparkling.build.patch.MemoryExplained;
import ai.h2o.sparkling.build.patch.ModelsKept;
import ai.h2o.sparkling.build.patch.NeverTooOld;
import ai.h2o.sparkling.build.patch.NoClients;
import ai.h2o.sparkling.build.patch.NoExit;
import ai.h2o.sparkling.build.patch.NoLogReconfiguration;
import ai.h2o.sparkling.build.patch.NodesProveThemselves;
import ai.h2o.sparkling.build.patch.OpenMpInChain;
import ai.h2o.sparkling.build.patch.OwnProperties;
import ai.h2o.sparkling.build.patch.OwnTemporaryFiles;
import ai.h2o.sparkling.build.patch.ParquetKeepsUri;
import ai.h2o.sparkling.build.patch.PoolsEnd;
import ai.h2o.sparkling.build.patch.QuietLogging;
import ai.h2o.sparkling.build.patch.RemovalsSeen;
import ai.h2o.sparkling.build.patch.SchemasUnchecked;
import ai.h2o.sparkling.build.patch.ScoringStops;
import ai.h2o.sparkling.build.patch.SparkLogger;
import ai.h2o.sparkling.build.patch.ValidatedModelsKept;
import ai.h2o.sparkling.build.patch.VisitorsExamined;
import ai.h2o.sparkling.build.patch.WaitsEnd;
import ai.h2o.sparkling.build.patch.XGBoostAsked;
import java.security.MessageDigest;
import java.util.List;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;

/** All changes to the engine's bytecode, applied in one pass. */
final class EnginePatches {
    private EnginePatches() {}

    static void apply(Archive engine) {
        NoExit noExit = new NoExit();
        List<EnginePatch> patches = List.of(
                new QuietLogging(),
                new SparkLogger(),
                new NoLogReconfiguration(),
                new LogKept(),
                new LoggersNamed(),
                new FixedJarHash(() -> hash(engine)),
                new NeverTooOld(),
                new SchemasUnchecked(),
                new AlgorithmsOnDemand(),
                new OpenMpInChain(),
                new AvroLengths(),
                new WaitsEnd(),
                new PoolsEnd(),
                new ScoringStops(),
                new CancelledScoresGo(),
                new ModelsKept(),
                new ValidatedModelsKept(),
                new GridsKept(),
                new CancelledGridsEnd(),
                new RemovalsSeen(),
                new AutoMLKept(),
                new AutoMLJobsGoOn(),
                new FinishedModelsTaken(),
                new MemoryEnds(),
                new MemoryExplained(),
                new ConnectionsClosed(),
                new HostChangesUndone(),
                new OwnProperties(),
                new OwnTemporaryFiles(),
                new NoClients(),
                new KeyInMemory(),
                new NodesProveThemselves(),
                new VisitorsExamined(),
                new ConnectionsRecognised(),
                new AcknowledgedInside(),
                new XGBoostAsked(),
                new ExportsFail(),
                new ParquetKeepsUri(),
                noExit);
        engine.files().replaceAll((name, bytes) -> {
            if (!name.endsWith(".class")) {
                return bytes;
            }
            String className = name.substring(0, name.length() - ".class".length());
            List<EnginePatch> fitting =
                    patches.stream().filter(patch -> patch.appliesTo(className)).toList();
            return fitting.isEmpty() ? bytes : apply(fitting, className, bytes);
        });
        patches.forEach(EnginePatch::checkApplied);
        System.out.println("Calls that ended the process, now harmless: " + String.join(", ", noExit.changed()));
    }

    static byte[] apply(List<EnginePatch> patches, String className, byte[] original) {
        ClassReader reader = new ClassReader(original);
        // The bodies written are straight, so frames need not be computed; stack sizes are.
        ClassWriter writer = new ClassWriter(reader, ClassWriter.COMPUTE_MAXS);
        ClassVisitor chain = writer;
        for (EnginePatch patch : patches) {
            chain = patch.patch(className, chain);
        }
        reader.accept(chain, 0);
        return writer.toByteArray();
    }

    private static byte[] hash(Archive engine) {
        MessageDigest digest = Stamp.sha256();
        engine.files().forEach((name, bytes) -> {
            // The classes of this pass may be changed already or not; their names and the list of patches do for them.
            digest.update(name.getBytes(java.nio.charset.StandardCharsets.UTF_8));
            if (!name.startsWith("water/") && !name.startsWith("hex/") && !name.startsWith("ai/h2o/")) {
                digest.update(bytes);
            }
        });
        return digest.digest();
    }
}
