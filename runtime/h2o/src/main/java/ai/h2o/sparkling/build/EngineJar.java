package ai.h2o.sparkling.build;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** Makes the trimmed and patched engine: one stored jar that the engine side compiles against and the assembly nests. */
public final class EngineJar {
    static final String IN_WHEEL = "h2o/backend/bin/h2o.jar";
    private static final String LIBRARIES = "lib/linux_64/libxgboost4j_";
    private static final String BILL = "bom.cdx.json";

    private EngineJar() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        try {
            make(Options.parse(arguments));
        } catch (BuildFailure e) {
            System.err.println("[ERROR] " + e.getMessage());
            System.exit(1);
        }
    }

    private static void make(Options options) throws IOException, InterruptedException {
        Path source = options.path("source");
        Path output = options.path("output");
        boolean rewrite = options.flag("rewrite-baseline");
        Path baseline = source.resolve("baseline.txt");
        Stamp stamp = Stamp.of(
                output,
                List.of(
                        source.resolve("requirements.txt"),
                        source.resolve("trim.list"),
                        source.resolve("missing.allow"),
                        source.resolve("libraries.list"),
                        source.resolve("dropped.list"),
                        source.resolve("scoring.list"),
                        source.resolve("bundled.list"),
                        source.resolve(BILL),
                        options.path("patched"),
                        baseline,
                        options.path("tool")),
                List.of());
        if (!rewrite && stamp.isFresh(List.of(output))) {
            return;
        }
        stamp.clear();
        long start = System.nanoTime();
        Path wheel = EngineDownload.wheel(source.resolve("requirements.txt"));
        TrimList trimList = TrimList.read(source.resolve("trim.list"));
        Libraries libraries = Libraries.read(source.resolve("libraries.list"));
        Archive names = new Archive();
        Archive engine = trim(wheel, trimList, names);
        DroppedLibraries.check(names, libraries, Files.readAllLines(source.resolve("dropped.list")));
        Map<Library, String> replaced = libraries.replace(engine, options.path("patched"), trimList::keeps);
        libraries.checkOwners(engine);
        Libraries ofScoring = Libraries.read(source.resolve("scoring.list"));
        ScoringJar.store(engine, ofScoring);
        ForbiddenCode.check(engine);
        FlowPage.makeRelative(engine);
        FlowTables.apply(engine);
        FlowQuery.mend(engine);
        EnginePatches.apply(engine);
        MissingReferences.check(engine, source.resolve("missing.allow"));
        Baseline.check(engine, baseline, rewrite, "What the trimmed engine holds.");
        BundledLibraries bundled = BundledLibraries.read(source.resolve("bundled.list"));
        bundled.check(engine, libraries.versions(replaced));
        BillOfMaterials.check(
                BillOfMaterials.ENGINE,
                libraries,
                replaced,
                bundled,
                Optional.of(ofScoring),
                source.resolve(BILL),
                rewrite);
        engine.writeStored(output);
        if (rewrite) {
            System.out.println("Wrote " + baseline);
        } else {
            stamp.write();
        }
        System.out.printf(
                "Engine: %,d files, %,d MB, made in %d s%n",
                engine.files().size(), engine.size() >> 20, (System.nanoTime() - start) / 1_000_000_000L);
    }

    /** @param names takes what tells the libraries inside H2O's jar, which the engine does without */
    private static Archive trim(Path wheel, TrimList list, Archive names) throws IOException {
        try (ZipFile zip = new ZipFile(wheel.toFile())) {
            ZipEntry jar = zip.getEntry(IN_WHEEL);
            if (jar == null) {
                throw new BuildFailure(wheel + " holds no " + IN_WHEEL + "; it is not the wheel of the engine.");
            }
            Set<String> dropped = new HashSet<>();
            Archive engine;
            try (InputStream in = zip.getInputStream(jar)) {
                engine = Archive.read(in, name -> {
                    if (list.keeps(name)) {
                        return true;
                    }
                    dropped.add(name);
                    return DroppedLibraries.isName(name);
                });
            }
            for (String name : dropped) {
                byte[] told = engine.files().remove(name);
                if (told != null) {
                    names.files().put(name, told);
                }
            }
            list.checkAllUsed();
            dropServicesOf(dropped, engine);
            makeOpenMpLibrary(engine);
            return engine;
        }
    }

    /** A provider that was trimmed must not be named by a services file. */
    private static void dropServicesOf(Set<String> dropped, Archive engine) {
        TreeMap<String, byte[]> changed = new TreeMap<>();
        engine.files().forEach((name, bytes) -> {
            if (name.startsWith(Archive.SERVICES)) {
                List<String> kept = new ArrayList<>();
                for (String line : new String(bytes, StandardCharsets.UTF_8).split("\\R", -1)) {
                    int comment = line.indexOf('#');
                    String provider = (comment < 0 ? line : line.substring(0, comment)).strip();
                    boolean trimmed = dropped.contains(provider.replace('.', '/') + ".class");
                    if (!provider.isEmpty() && !trimmed && !kept.contains(provider)) {
                        kept.add(provider);
                    }
                }
                changed.put(name, (String.join("\n", kept) + "\n").getBytes(StandardCharsets.UTF_8));
            }
        });
        changed.forEach((name, bytes) -> {
            if (bytes.length > 1) {
                engine.files().put(name, bytes);
            } else {
                engine.files().remove(name);
            }
        });
    }

    private static void makeOpenMpLibrary(Archive engine) {
        byte[] gpu = engine.files().remove(LIBRARIES + "gpu.so");
        if (gpu == null) {
            throw new BuildFailure("The engine holds no " + LIBRARIES + "gpu.so; XGBoost would run on one thread.");
        }
        engine.files().put(LIBRARIES + "omp.so", DeviceCode.remove(UniqueSymbols.makeOrdinary(gpu)));
        engine.files()
                .computeIfPresent(LIBRARIES + "minimal.so", (name, library) -> UniqueSymbols.makeOrdinary(library));
    }
}
