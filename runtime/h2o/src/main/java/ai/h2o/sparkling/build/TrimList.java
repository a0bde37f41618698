package ai.h2o.sparkling.build;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The reviewed list of what the engine does without. One pattern a line: {@code **} stands for any path, {@code *} for any part of a
 * name; a line that starts with {@code !} keeps what an earlier line dropped; the last line that matches decides. A pattern that
 * matches nothing fails the build, so the list cannot outlive its reasons.
 */
final class TrimList {
    private final List<Rule> rules;

    private final Set<Rule> unused;

    private TrimList(List<Rule> rules) {
        this.rules = rules;
        this.unused = new LinkedHashSet<>(rules);
    }

    static TrimList read(Path file) throws IOException {
        return parse(Files.readAllLines(file));
    }

    static TrimList parse(List<String> lines) {
        List<Rule> rules = new ArrayList<>();
        for (String line : lines) {
            String text = line.strip();
            if (!text.isEmpty() && !text.startsWith("#")) {
                rules.add(Rule.of(text));
            }
        }
        return new TrimList(rules);
    }

    boolean keeps(String name) {
        boolean keep = true;
        for (Rule rule : rules) {
            if (rule.pattern.matcher(name).matches()) {
                unused.remove(rule);
                keep = rule.keeps;
            }
        }
        return keep;
    }

    /** To be called when every name was asked for. */
    void checkAllUsed() {
        if (!unused.isEmpty()) {
            throw new BuildFailure("These lines of trim.list match no file of the engine; take them out: "
                    + String.join(", ", unused.stream().map(Rule::text).toList()));
        }
    }

    private record Rule(String text, boolean keeps, Pattern pattern) {
        static Rule of(String text) {
            boolean keeps = text.startsWith("!");
            String glob = keeps ? text.substring(1) : text;
            StringBuilder regex = new StringBuilder();
            for (int i = 0; i < glob.length(); i++) {
                char c = glob.charAt(i);
                if (glob.startsWith("**", i)) {
                    regex.append(".*");
                    i++;
                } else if (c == '*') {
                    regex.append("[^/]*");
                } else {
                    regex.append(Pattern.quote(String.valueOf(c)));
                }
            }
            return new Rule(text, keeps, Pattern.compile(regex.toString()));
        }
    }
}
