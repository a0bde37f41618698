package ai.h2o.sparkling.build;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Lays out what the one jar holds: the Spark side's classes at its root, and the engine side, compressed as a whole, as one resource.
 */
public final class JarContents {
    private static final String ENGINE = "sparkling/engine.jar.zst";
    private static final String PROPERTIES = "sparkling/engine.properties";
    private static final String OWN = "ai/h2o/sparkling/";
    private static final String RELOCATED = OWN + "relocated/";

    /** Of these services of H2O the engine side's provider takes the place of H2O's own. */
    private static final Set<String> REPLACED = Set.of("water.webserver.iface.HttpServerFacade");

    /** What comes along under other names. */
    private static final List<Relocation> RELOCATIONS = List.of(
            new Relocation("org/eclipse/jetty/", RELOCATED + "jetty/"),
            new Relocation("org/wildfly/", RELOCATED + "wildfly/"),
            new Relocation("org/jboss/logging/", RELOCATED + "jboss/logging/"),
            new Relocation("io/swagger/v3/oas/annotations/", RELOCATED + "swagger/"));

    private JarContents() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        try {
            make(Options.parse(arguments));
        } catch (BuildFailure e) {
            System.err.println("[ERROR] " + e.getMessage());
            System.exit(1);
        }
    }

    private static void make(Options options) throws IOException, InterruptedException {
        Path output = options.path("output");
        boolean rewrite = options.flag("rewrite-baseline");
        Path source = options.path("source");
        Path engine = packEngine(options, output.resolveSibling("engine"));

        Archive jar = new Archive();
        for (String module : List.of("engine-api", "spark")) {
            Path classes = options.path(module);
            if (Files.isDirectory(classes)) {
                jar.addAll(Archive.readDirectory(classes));
            }
        }
        Path relocated = options.path("relocated");
        jar.addAll(libraries(relocated));
        for (Relocation relocation : RELOCATIONS) {
            jar = relocation.apply(jar);
        }
        for (String notice : List.of("LICENSE", "NOTICE")) {
            jar.files()
                    .put(
                            "META-INF/" + notice,
                            Files.readAllBytes(options.path("root").resolve(notice)));
        }
        jar.files().put(PROPERTIES, Files.readAllBytes(engine.resolve("engine.properties")));
        jar.files().put(ENGINE, new byte[0]); // its place in the list; the bytes are copied below
        checkPackages(jar);
        Libraries libraries = Libraries.read(source.resolve("libraries.list"));
        libraries.checkOwners(relocated(jar));
        BillOfMaterials.check(
                BillOfMaterials.JAR,
                libraries,
                ConnectorsJar.versions(libraries, Archive.readNames(relocated)),
                BundledLibraries.none(),
                Optional.empty(),
                source.resolve("bom.cdx.json"),
                rewrite);
        Baseline.check(
                jar, source.resolve("baseline.txt"), rewrite, "What the one jar holds, its nested engine aside.");
        jar.files().remove(ENGINE);
        write(jar, output);
        Path packed = output.resolve(ENGINE);
        if (!Files.exists(packed) || Files.mismatch(packed, engine.resolve("engine.jar.zst")) >= 0) {
            Files.copy(engine.resolve("engine.jar.zst"), packed, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** Nothing third-party enters Spark's class loader under its own name: it would meet the platform's copy there. */
    private static void checkPackages(Archive jar) {
        List<String> strangers = jar.files().keySet().stream()
                .filter(name -> name.endsWith(".class") && !name.startsWith(OWN))
                .toList();
        if (!strangers.isEmpty()) {
            throw new BuildFailure(
                    "The one jar may hold classes below ai.h2o.sparkling alone (all else belongs behind the wall or must be"
                            + " relocated), but it would hold " + strangers);
        }
    }

    private static Archive relocated(Archive jar) {
        Archive relocated = new Archive();
        relocated.files().putAll(jar.files());
        relocated.files().keySet().removeIf(name -> !name.startsWith(RELOCATED));
        return relocated;
    }

    /** The libraries that come along under other names, without what only their own jars have a use for. */
    private static Archive libraries(Path folder) throws IOException {
        Archive libraries = new Archive();
        for (String name : Archive.readNames(folder)) {
            Archive library = Archive.read(folder.resolve(name));
            library.files()
                    .keySet()
                    .removeIf(file -> file.equals("module-info.class")
                            || (file.startsWith("META-INF/") && !file.startsWith(Archive.SERVICES)));
            libraries.addAll(library);
        }
        return libraries;
    }

    private static Path packEngine(Options options, Path directory) throws IOException, InterruptedException {
        Path packed = directory.resolve("engine.jar.zst");
        Path properties = directory.resolve("engine.properties");
        Path h2o = options.path("root").resolve("runtime/h2o");
        String flavour = options.text("flavour");
        List<Path> lists =
                List.of(h2o.resolve("libraries.list"), options.path("root").resolve("cloud-io/libraries.list"));
        Stamp stamp = Stamp.of(
                packed,
                List.of(
                        options.path("engine-jar"),
                        options.path("engine"),
                        options.path("connectors-jar"),
                        options.path("cloud-io"),
                        lists.get(0),
                        lists.get(1),
                        h2o.resolve("flavours"),
                        options.path("tool")),
                List.of(options.text("level"), options.text("version"), options.text("h2o-version"), flavour));
        if (stamp.isFresh(List.of(packed, properties))) {
            return directory;
        }
        Files.createDirectories(directory);
        stamp.clear();
        long start = System.nanoTime();
        Archive archive = Archive.read(options.path("engine-jar"));
        addEngineSide(archive, Archive.readDirectory(options.path("engine")));
        archive.addAll(Archive.read(options.path("connectors-jar")));
        addEngineSide(archive, Archive.readDirectory(options.path("cloud-io")));
        checkOwners(archive, List.of(Libraries.read(lists.get(0)), Libraries.read(lists.get(1))));
        archive.addAll(Flavour.natives(h2o, flavour));
        Path stored = directory.resolve("engine.jar");
        archive.writeStored(stored);
        int level = options.number("level");
        List<Long> frames = ZstdFrames.compress(stored, packed, level);
        // Written by hand: Properties.store would put the time of the build into the file.
        String lines = "version=" + options.text("version") + "\nh2o.version=" + options.text("h2o-version")
                + "\nsha256=" + Stamp.sha256(stored) + "\nsize=" + Files.size(stored) + "\nframes="
                + frames.stream().map(String::valueOf).collect(Collectors.joining(",")) + "\n";
        Files.writeString(properties, lines, StandardCharsets.ISO_8859_1);
        System.out.printf(
                "Engine archive: %,d bytes, from %,d, at level %d in %d s%n",
                Files.size(packed), Files.size(stored), level, (System.nanoTime() - start) / 1_000_000_000L);
        stamp.write();
        return directory;
    }

    static void addEngineSide(Archive h2o, Archive ours) {
        for (Map.Entry<String, byte[]> file : Map.copyOf(ours.files()).entrySet()) {
            String name = file.getKey();
            byte[] theirs = h2o.files().get(name);
            if (name.startsWith(Archive.SERVICES) && theirs != null) {
                String own = new String(file.getValue(), StandardCharsets.UTF_8).strip() + "\n";
                String merged = REPLACED.contains(name.substring(Archive.SERVICES.length()))
                        ? own
                        : new String(theirs, StandardCharsets.UTF_8).strip() + "\n" + own;
                h2o.files().put(name, merged.getBytes(StandardCharsets.UTF_8));
                ours.files().remove(name);
            }
        }
        ours.files().remove(Archive.MANIFEST);
        h2o.addAll(ours);
    }

    /** What came from others was checked against its list; here is all that goes in, whichever part brought it. */
    static void checkOwners(Archive archive, List<Libraries> lists) {
        Set<String> strangers = new TreeSet<>();
        for (String name : archive.files().keySet()) {
            boolean owned = name.startsWith(OWN)
                    || lists.stream().anyMatch(list -> list.owner(name).isPresent());
            if (name.endsWith(".class") && !owned) {
                strangers.add(name.substring(0, name.lastIndexOf('/') + 1));
            }
        }
        if (!strangers.isEmpty()) {
            throw new BuildFailure("The engine's archive would hold folders that no libraries.list owns: "
                    + String.join(", ", strangers));
        }
    }

    private static void write(Archive jar, Path directory) throws IOException {
        Files.createDirectories(directory);
        for (String old : Archive.readNames(directory)) {
            if (!jar.files().containsKey(old) && !old.equals(ENGINE)) {
                Files.delete(directory.resolve(old));
            }
        }
        for (Map.Entry<String, byte[]> file : jar.files().entrySet()) {
            Path path = directory.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.write(path, file.getValue());
        }
    }
}
