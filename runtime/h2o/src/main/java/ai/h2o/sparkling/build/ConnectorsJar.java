package ai.h2o.sparkling.build;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes the trimmed connectors to cloud storage: one stored jar of what comes from Maven, which the assembly nests beside the engine. */
public final class ConnectorsJar {
    private static final String BILL = "bom.cdx.json";

    private ConnectorsJar() {}

    public static void main(String[] arguments) throws IOException {
        try {
            make(Options.parse(arguments));
        } catch (BuildFailure e) {
            System.err.println("[ERROR] " + e.getMessage());
            System.exit(1);
        }
    }

    private static void make(Options options) throws IOException {
        Path source = options.path("source");
        Path output = options.path("output");
        Path connectors = options.path("connectors");
        boolean rewrite = options.flag("rewrite-baseline");
        Path baseline = source.resolve("baseline.txt");
        Stamp stamp = Stamp.of(
                output,
                List.of(
                        source.resolve("trim.list"),
                        source.resolve("libraries.list"),
                        source.resolve(BILL),
                        connectors,
                        baseline,
                        options.path("tool")),
                List.of());
        if (!rewrite && stamp.isFresh(List.of(output))) {
            return;
        }
        stamp.clear();
        TrimList trimList = TrimList.read(source.resolve("trim.list"));
        Archive archive = new Archive();
        List<String> names = new ArrayList<>(Archive.readNames(connectors));
        names.sort(null);
        for (String name : names) {
            Archive jar = Archive.read(connectors.resolve(name));
            jar.files().keySet().removeIf(file -> !trimList.keeps(file));
            archive.addAll(jar);
        }
        trimList.checkAllUsed();
        Libraries libraries = Libraries.read(source.resolve("libraries.list"));
        libraries.checkOwners(archive);
        Baseline.check(archive, baseline, rewrite, "What the connectors hold.");
        BillOfMaterials.check(
                BillOfMaterials.CONNECTORS,
                libraries,
                versions(libraries, names),
                BundledLibraries.none(),
                Optional.empty(),
                source.resolve(BILL),
                rewrite);
        Files.createDirectories(output.toAbsolutePath().getParent());
        archive.writeStored(output);
        if (!rewrite) {
            stamp.write();
        }
        System.out.printf("Connectors: %,d files, %,d MB%n", archive.files().size(), archive.size() >> 20);
    }

    /** The releases that pom.xml names, told from the names of their jars. */
    static Map<Library, String> versions(Libraries libraries, List<String> jars) {
        Map<Library, String> versions = new HashMap<>();
        List<String> open = new ArrayList<>(jars);
        // The longest names first: that of one library may be how another's begins.
        List<Library> byName = new ArrayList<>(libraries.all());
        byName.sort(
                Comparator.comparing((Library library) -> library.jarPrefix().length())
                        .reversed());
        for (Library library : byName) {
            if (library.replaced()) {
                String jar = open.stream()
                        .filter(name -> name.startsWith(library.jarPrefix()))
                        .findFirst()
                        .orElseThrow(() -> new BuildFailure("libraries.list says that pom.xml names the release of "
                                + library.coordinates() + ", but it fetches " + jars));
                open.remove(jar);
                String version = jar.substring(library.jarPrefix().length(), jar.length() - ".jar".length());
                versions.put(library, version.replace("-shaded", ""));
            }
        }
        if (!open.isEmpty()) {
            throw new BuildFailure(open + " is fetched by pom.xml, but libraries.list does not name it");
        }
        return versions;
    }
}
