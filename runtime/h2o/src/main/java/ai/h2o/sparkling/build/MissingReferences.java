package ai.h2o.sparkling.build;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Finds the classes that H2O's own code names and nobody brings: neither the trimmed engine, nor the JDK, nor the packages that the
 * engine's class loader takes from Spark. Each is either a mistake in trim.list or a way that the engine is known not to take, which
 * then stands in missing.allow with its reason.
 */
final class MissingReferences {
    /** H2O's own code; its libraries name optional classes by the hundred. */
    private static final List<String> OWN = List.of("water/", "hex/", "ai/h2o/");

    /** What EngineClassLoader takes from Spark first, and Spark has in every supported release. */
    private static final List<String> FROM_SPARK = List.of(
            "scala/",
            "org/apache/spark/",
            "org/apache/hadoop/",
            "org/apache/log4j/",
            "org/apache/logging/",
            "org/apache/commons/logging/",
            "org/slf4j/",
            "com/github/luben/zstd/",
            "org/xerial/snappy/");

    private MissingReferences() {}

    /** References as lines {@code from -> to}, in which {@code from} is an outermost class. */
    static Set<String> find(Archive engine) {
        Set<String> missing = new TreeSet<>();
        Set<String> inJdk = new HashSet<>();
        engine.files().forEach((name, bytes) -> {
            if (name.endsWith(".class") && OWN.stream().anyMatch(name::startsWith)) {
                String from = name.substring(0, name.length() - ".class".length());
                int nested = from.indexOf('$');
                String outermost = nested < 0 ? from : from.substring(0, nested);
                for (String to : ClassReferences.of(bytes)) {
                    if (!engine.files().containsKey(to + ".class")
                            && FROM_SPARK.stream().noneMatch(to::startsWith)
                            && !isInJdk(to, inJdk)) {
                        missing.add(outermost + " -> " + to);
                    }
                }
            }
        });
        return missing;
    }

    static void check(Archive engine, Path allowed) throws IOException {
        Set<String> unexpected = find(engine);
        List<String> faults = new ArrayList<>();
        for (String line : Files.readAllLines(allowed)) {
            if (!line.isBlank() && !line.startsWith("#")) {
                // A star stands for any part of a name; all else for itself.
                Pattern pattern = Pattern.compile(Pattern.quote(line.strip()).replace("*", "\\E.*\\Q"));
                if (!unexpected.removeIf(pattern.asMatchPredicate())) {
                    faults.add("  no longer missing: " + line);
                }
            }
        }
        unexpected.forEach(line -> faults.add("  missing: " + line));
        if (!faults.isEmpty()) {
            throw new BuildFailure(
                    "The trimmed engine lacks classes that its own code names. Keep them in trim.list or, if the engine "
                            + "never goes that way, say so in " + allowed + ":\n" + String.join("\n", faults));
        }
    }

    private static boolean isInJdk(String internalName, Set<String> known) {
        if (known.contains(internalName)) {
            return true;
        }
        boolean found = ClassLoader.getPlatformClassLoader().getResource(internalName + ".class") != null;
        if (found) {
            known.add(internalName);
        }
        return found;
    }
}
