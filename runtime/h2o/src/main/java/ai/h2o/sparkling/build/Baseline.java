package ai.h2o.sparkling.build;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/**
 * The committed list of what a jar carries: one line for each root of packages or folders with its number of files. What comes in or
 * goes out shows in a review as a changed line. Our own packages stand there without a number, which every commit would change.
 */
final class Baseline {
    private static final int DEPTH = 3;
    private static final String OWN = "ai/h2o/sparkling/";
    private static final String RELOCATED = OWN + "relocated/";

    private Baseline() {}

    static List<String> of(Archive archive) {
        TreeMap<String, Integer> counts = new TreeMap<>();
        for (String name : archive.files().keySet()) {
            counts.merge(root(name), 1, Integer::sum);
        }
        List<String> lines = new ArrayList<>();
        counts.forEach((root, count) -> lines.add((isOwn(root) ? "*" : count) + "\t" + root));
        return lines;
    }

    static void check(Archive archive, Path baseline, boolean rewrite, String heading) throws IOException {
        List<String> actual = of(archive);
        if (rewrite) {
            List<String> lines = new ArrayList<>();
            lines.add("# " + heading + " Files by folder; written by `make baseline`.");
            lines.addAll(actual);
            Files.write(baseline, lines);
            return;
        }
        List<String> expected = Files.exists(baseline)
                ? Files.readAllLines(baseline).stream()
                        .filter(line -> !line.startsWith("#"))
                        .toList()
                : List.of();
        Set<String> gone = new LinkedHashSet<>(expected);
        actual.forEach(gone::remove);
        Set<String> come = new LinkedHashSet<>(actual);
        expected.forEach(come::remove);
        if (!gone.isEmpty() || !come.isEmpty()) {
            StringBuilder message = new StringBuilder("The jar no longer holds what " + baseline
                    + " says. If the change is meant, run `make baseline` and commit the file:");
            gone.forEach(line -> message.append("\n  - ").append(line));
            come.forEach(line -> message.append("\n  + ").append(line));
            throw new BuildFailure(message.toString());
        }
    }

    private static String root(String name) {
        if (isOwn(name)) {
            return name.substring(0, name.lastIndexOf('/') + 1);
        }
        if (name.startsWith(RELOCATED)) {
            return name.substring(0, name.indexOf('/', RELOCATED.length()));
        }
        String[] parts = name.split("/", -1);
        int depth = Math.min(DEPTH, parts.length - 1);
        return depth == 0 ? "(top)" : String.join("/", List.of(parts).subList(0, depth));
    }

    private static boolean isOwn(String name) {
        return name.startsWith(OWN) && !name.startsWith(RELOCATED);
    }
}
