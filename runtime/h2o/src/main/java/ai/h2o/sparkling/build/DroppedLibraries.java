package ai.h2o.sparkling.build;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The reviewed list of the libraries that H2O's jar names and the engine does without, each with the reason. */
final class DroppedLibraries {
    private DroppedLibraries() {}

    /** What a build by Maven leaves in a jar to say what is in it. */
    static boolean isName(String file) {
        return file.startsWith("META-INF/maven/") && file.endsWith("/pom.properties");
    }

    /** Every library that the jar names stays or stands in the list, and the list names nothing else. */
    static void check(Archive names, Libraries kept, List<String> lines) {
        Set<String> listed = new TreeSet<>();
        for (String line : lines) {
            if (!line.isBlank() && !line.startsWith("#")) {
                String[] fields = line.split("\\|", -1);
                if (fields.length != 3 || fields[2].isBlank()) {
                    throw new BuildFailure(
                            "This line of dropped.list is not of the form 'group:artifact | version | why':" + " "
                                    + line);
                }
                listed.add(fields[0].strip() + " | " + fields[1].strip());
            }
        }
        Set<String> stay = kept.all().stream().map(Library::coordinates).collect(Collectors.toSet());
        Set<String> gone = new TreeSet<>();
        versions(names).forEach((coordinates, version) -> {
            if (!stay.contains(coordinates)) {
                gone.add(coordinates + " | " + version);
            }
        });
        Set<String> missing = new TreeSet<>(gone);
        missing.removeAll(listed);
        Set<String> idle = new TreeSet<>(listed);
        idle.removeAll(gone);
        if (!missing.isEmpty() || !idle.isEmpty()) {
            throw new BuildFailure(
                    "dropped.list must say of each library that H2O's jar names and libraries.list does not"
                            + " why it is gone; it lacks " + missing + " and names in vain " + idle);
        }
    }

    private static Map<String, String> versions(Archive names) {
        Map<String, String> versions = new TreeMap<>();
        names.files().forEach((name, bytes) -> {
            if (isName(name)) {
                Properties properties = new Properties();
                try {
                    properties.load(new StringReader(new String(bytes, StandardCharsets.UTF_8)));
                } catch (IOException e) {
                    throw new BuildFailure(name + " of H2O's jar cannot be read: " + e.getMessage());
                }
                versions.put(
                        properties.getProperty("groupId") + ":" + properties.getProperty("artifactId"),
                        properties.getProperty("version"));
            }
        });
        return versions;
    }
}
