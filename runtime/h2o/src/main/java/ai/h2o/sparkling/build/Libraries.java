package ai.h2o.sparkling.build;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The reviewed list of all libraries in an archive, of which each class belongs to exactly one, and the replacement of those that have
 * patched releases.
 */
final class Libraries {
    private final String list;
    private final List<Library> libraries;
    private final Map<String, Library> byRoot = new HashMap<>();

    private Libraries(String list, List<Library> libraries) {
        this.list = list;
        this.libraries = libraries;
        for (Library library : libraries) {
            for (String root : library.roots()) {
                Library other = byRoot.put(root, library);
                if (other != null) {
                    throw new BuildFailure("Two lines of " + list + " claim the folder " + root + ": "
                            + other.coordinates() + " and " + library.coordinates());
                }
            }
        }
    }

    static Libraries read(Path file) throws IOException {
        return parse(file.getFileName().toString(), Files.readAllLines(file));
    }

    static Libraries parse(String list, List<String> lines) {
        return new Libraries(
                list,
                lines.stream()
                        .filter(line -> !line.isBlank() && !line.startsWith("#"))
                        .map(line -> Library.parse(list, line))
                        .toList());
    }

    List<Library> all() {
        return libraries;
    }

    /** The releases of all, by their coordinates. */
    Map<String, String> versions(Map<Library, String> replaced) {
        return libraries.stream()
                .collect(Collectors.toMap(
                        Library::coordinates, library -> replaced.getOrDefault(library, library.version())));
    }

    /** The library that a file belongs to: the one that names it, or its folder, or has the nearest root above it. */
    Optional<Library> owner(String file) {
        int folder = file.lastIndexOf('/') + 1;
        int nested = file.indexOf('$', folder);
        String outermost = nested < 0 ? file : file.substring(0, nested) + ".class";
        for (String root : List.of(file, outermost, file.substring(0, folder) + ".")) {
            if (byRoot.containsKey(root)) {
                return Optional.of(byRoot.get(root));
            }
        }
        for (int end = file.lastIndexOf('/'); end > 0; end = file.lastIndexOf('/', end - 1)) {
            Library owner = byRoot.get(file.substring(0, end));
            if (owner != null) {
                return Optional.of(owner);
            }
        }
        return Optional.empty();
    }

    /** Every class has an owner, and every owner a class. */
    void checkOwners(Archive archive) {
        Set<String> strangers = new TreeSet<>();
        Set<Library> seen = new HashSet<>();
        for (String name : archive.files().keySet()) {
            if (name.endsWith(".class")) {
                owner(name)
                        .ifPresentOrElse(seen::add, () -> strangers.add(name.substring(0, name.lastIndexOf('/') + 1)));
            }
        }
        if (!strangers.isEmpty()) {
            throw new BuildFailure("No line of " + list + " owns these folders; find out which library they come from: "
                    + String.join(", ", strangers));
        }
        List<String> idle = libraries.stream()
                .filter(library -> !seen.contains(library))
                .map(Library::coordinates)
                .toList();
        if (!idle.isEmpty()) {
            throw new BuildFailure(
                    "These lines of " + list + " own no class; take them out: " + String.join(", ", idle));
        }
    }

    /**
     * Puts the releases that lie in {@code folder} in the place of H2O's.
     *
     * @param keeps which of their files the engine takes
     * @return the versions that were put in, by library
     */
    Map<Library, String> replace(Archive engine, Path folder, Predicate<String> keeps) throws IOException {
        Set<String> before = new HashSet<>(engine.files().keySet());
        Predicate<String> replaced = name -> owner(name).map(Library::replaced).orElse(false);
        Set<String> brokenBefore = Linkage.broken(engine, replaced, before);
        Map<Library, String> versions = new HashMap<>();
        Set<Path> jars = new HashSet<>();
        Map<Library, Archive> releases = new LinkedHashMap<>();
        for (Library library : libraries) {
            if (library.replaced()) {
                Path jar = jar(library, folder);
                jars.add(jar);
                String name = jar.getFileName().toString();
                versions.put(library, name.substring(library.jarPrefix().length(), name.length() - ".jar".length()));
                releases.put(library, Archive.read(jar));
            }
        }
        engine.files().keySet().removeIf(replaced);
        releases.forEach((library, release) -> put(library, release, engine, keeps));
        checkAllTaken(releases, engine, keeps);
        checkAllUsed(folder, jars);
        Set<String> broken = Linkage.broken(engine, replaced, before);
        broken.removeAll(brokenBefore);
        if (!broken.isEmpty()) {
            throw new BuildFailure("With the replaced libraries these references lead nowhere any more, so a release is"
                    + " not binary compatible:\n  " + String.join("\n  ", broken));
        }
        return versions;
    }

    private void put(Library library, Archive jar, Archive engine, Predicate<String> keeps) {
        TreeMap<String, byte[]> chosen = new TreeMap<>();
        jar.files().forEach((name, bytes) -> {
            boolean own = owner(name).filter(library::equals).isPresent();
            // A provider that the engine had not before is one that nobody has missed.
            boolean service =
                    name.startsWith(Archive.SERVICES) && engine.files().containsKey(name);
            if (own && keeps.test(name)) {
                chosen.put(name, bytes);
            } else if (service) {
                engine.files().put(name, bytes);
            }
        });
        if (chosen.isEmpty()) {
            throw new BuildFailure("The jar of " + library.coordinates() + " holds nothing in " + library.roots());
        }
        engine.files().putAll(chosen);
    }

    /** Releases bring packages of their own, and move classes from one jar to another; the list must follow. */
    private void checkAllTaken(Map<Library, Archive> releases, Archive engine, Predicate<String> keeps) {
        Set<String> left = new TreeSet<>();
        releases.forEach((library, release) -> release.files().keySet().stream()
                .filter(name -> name.endsWith(".class") && !name.endsWith("module-info.class"))
                .filter(name -> !name.startsWith("META-INF/") && keeps.test(name))
                .filter(name -> !engine.files().containsKey(name))
                .forEach(name ->
                        left.add(name.substring(0, name.lastIndexOf('/') + 1) + " of " + library.coordinates())));
        if (!left.isEmpty()) {
            throw new BuildFailure(
                    "These folders have classes that libraries.list does not give to the jar that they are in:\n  "
                            + String.join("\n  ", left));
        }
    }

    private static Path jar(Library library, Path folder) throws IOException {
        List<Path> found = new ArrayList<>();
        try (var jars = Files.newDirectoryStream(folder, library.jarPrefix() + "[0-9]*.jar")) {
            jars.forEach(found::add);
        }
        if (found.size() != 1) {
            throw new BuildFailure("libraries.list says that pom.xml names the release of " + library.coordinates()
                    + ", and " + folder + " holds " + (found.isEmpty() ? "none" : found.toString())
                    + "; name it there, or run 'make clean'");
        }
        return found.get(0);
    }

    private static void checkAllUsed(Path folder, Set<Path> used) throws IOException {
        try (var jars = Files.newDirectoryStream(folder, "*.jar")) {
            for (Path jar : jars) {
                if (!used.contains(jar)) {
                    throw new BuildFailure(jar.getFileName() + " is fetched by pom.xml, but no line of libraries.list"
                            + " is replaced by it");
                }
            }
        }
    }
}
