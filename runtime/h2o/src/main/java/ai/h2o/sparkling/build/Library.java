package ai.h2o.sparkling.build;

import java.util.List;

/**
 * A third-party library inside the engine or beside it.
 *
 * @param group its Maven group
 * @param artifact its Maven artifact
 * @param version its release; empty if the one that H2O brought is replaced by the release that {@code pom.xml} names
 * @param licence its SPDX identifier
 * @param roots where its classes are: {@code a/b} is a folder with all below it, {@code a/b/.} the folder alone, {@code a/b/C.class} a
 *     class with those nested in it; the nearest of all libraries' roots wins
 */
record Library(String group, String artifact, String version, String licence, List<String> roots) {
    private static final String REPLACED = "pom.xml";

    /** @param list the file that the line is in */
    static Library parse(String list, String line) {
        String[] fields = line.split("\\|", -1);
        String[] coordinates = fields[0].strip().split(":", -1);
        if (fields.length != 4 || coordinates.length != 2) {
            throw new BuildFailure("This line of " + list + " is not of the form 'group:artifact | version | licence |"
                    + " folders': " + line);
        }
        String version = fields[1].strip();
        return new Library(
                coordinates[0],
                coordinates[1],
                version.equals(REPLACED) ? "" : version,
                fields[2].strip(),
                List.of(fields[3].strip().split("\\s+")));
    }

    boolean replaced() {
        return version.isEmpty();
    }

    String coordinates() {
        return group + ":" + artifact;
    }

    /** The part of the jar's name before its version, as the build's copy of it is called. */
    String jarPrefix() {
        return group + "." + artifact + "-";
    }
}
