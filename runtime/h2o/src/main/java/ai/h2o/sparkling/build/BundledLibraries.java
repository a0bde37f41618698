package ai.h2o.sparkling.build;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The reviewed list of libraries inside others. Their holders' releases decide what they are, so the list names these, and another release
 * of a holder has to be looked into.
 */
final class BundledLibraries {
    private final String list;
    private final List<BundledLibrary> libraries;

    private BundledLibraries(String list, List<BundledLibrary> libraries) {
        this.list = list;
        this.libraries = libraries;
    }

    static BundledLibraries none() {
        return new BundledLibraries("", List.of());
    }

    static BundledLibraries read(Path file) throws IOException {
        return parse(file.getFileName().toString(), Files.readAllLines(file));
    }

    static BundledLibraries parse(String list, List<String> lines) {
        return new BundledLibraries(
                list,
                lines.stream()
                        .filter(line -> !line.isBlank() && !line.startsWith("#"))
                        .map(line -> BundledLibrary.parse(list, line))
                        .toList());
    }

    /** What a library holds. */
    List<BundledLibrary> inside(Library library) {
        return libraries.stream()
                .filter(bundled -> bundled.host().equals(library.coordinates()))
                .toList();
    }

    /** What files hold, by their paths. */
    Map<String, List<BundledLibrary>> insideFiles() {
        return libraries.stream()
                .filter(bundled -> !bundled.insideLibrary())
                .collect(Collectors.groupingBy(BundledLibrary::host, TreeMap::new, Collectors.toList()));
    }

    /**
     * Each of them is there, in the release of its holder that the list knows.
     *
     * @param versions the releases of the libraries, by their coordinates
     */
    void check(Archive archive, Map<String, String> versions) {
        for (BundledLibrary bundled : libraries) {
            if (bundled.insideLibrary()) {
                checkRelease(bundled, versions.get(bundled.host()));
            }
            if (!isThere(bundled, archive)) {
                throw new BuildFailure(list + " says that " + bundled.host() + " holds " + bundled.url()
                        + ", and nothing shows it: there is no '" + bundled.evidence() + "'");
            }
        }
    }

    private void checkRelease(BundledLibrary bundled, String version) {
        if (!bundled.hostVersion().equals(version)) {
            throw new BuildFailure(
                    list + " knows what " + bundled.host() + " " + bundled.hostVersion() + " brings, and "
                            + (version == null ? "it is not here" : "here is " + version)
                            + "; find out what that one brings, and change the lines");
        }
    }

    private static boolean isThere(BundledLibrary bundled, Archive archive) {
        if (bundled.insideLibrary()) {
            return archive.files().keySet().stream()
                    .anyMatch(name -> name.startsWith(bundled.evidence() + "/") && name.endsWith(".class"));
        }
        byte[] file = archive.files().get(bundled.host());
        return file != null && new String(file, StandardCharsets.UTF_8).contains(bundled.evidence());
    }
}
