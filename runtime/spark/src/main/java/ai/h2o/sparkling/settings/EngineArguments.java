package ai.h2o.sparkling.settings;

import static java.util.Map.entry;

import java.nio.file.FileSystems;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Command-line arguments for the engine that a user added, checked against the list of those that are safe.
 *
 * <p>The engine answers an argument it does not like by ending the JVM, and several it does like would open a port without
 * a credential or break the cloud apart; so nothing reaches it that is not known here, with the right number of values.
 *
 * @param arguments in the engine's own form, ready to be appended to its command line
 */
public record EngineArguments(List<String> arguments) {

    private static final Pattern FILE_SIZE = Pattern.compile("\\d{1,5}MB");
    private static final Set<String> FEATURE_LEVELS = Set.of("stable", "beta", "experimental");

    /**
     * Safe arguments and how many values follow each. Kerberos is not among them: the engine would log in the whole JVM,
     * Spark's executor included.
     */
    private static final Map<String, Integer> SAFE = Map.ofEntries(
            entry("H", 2),
            entry("add_http_header", 2),
            entry("aws_credentials", 1),
            entry("cleaner", 0),
            entry("configure_s3_using_s3a", 0),
            entry("disable_flow", 0),
            entry("features", 1),
            entry("file_deny_glob", 1),
            entry("ga_opt_out", 0),
            entry("max_log_file_size", 1),
            entry("md5skip", 0),
            entry("no_latest_check", 0),
            entry("quiet", 0));

    /** Arguments that have a setting of their own. */
    private static final Map<String, String> OWNED = Map.ofEntries(
            entry("allow_insecure_xgboost", "allow_insecure_xgboost"),
            entry("auto_recovery_dir", "recovery.dir"),
            entry("baseport", "base.port"),
            entry("context_path", "context.path"),
            entry("flow_dir", "flow.dir"),
            entry("ice_root", "iced.dir"),
            entry("jks", "jks"),
            entry("jks_alias", "jks.alias"),
            entry("jks_pass", "jks.pass"),
            entry("log_dir", "log.dir"),
            entry("log_level", "log.level"),
            entry("name", "cloud.name"),
            entry("nthreads", "nthreads"),
            entry("port", "base.port"),
            entry("port_offset", "internal.port.offset"));

    static final EngineArguments NONE = new EngineArguments(List.of());

    public EngineArguments {
        arguments = List.copyOf(arguments);
    }

    /**
     * Reads one line of arguments. Blanks separate them; a value with blanks in it is put in single or double quotes.
     *
     * @throws IllegalArgumentException saying what is wrong with the line, fit to follow "name = 'value': "
     */
    static EngineArguments parse(String line) {
        List<String> words = split(line);
        List<String> accepted = new ArrayList<>();
        int next = 0;
        while (next < words.size()) {
            String word = words.get(next++);
            String option = option(word);
            int values = SAFE.get(option);
            if (next + values > words.size()) {
                throw new IllegalArgumentException(
                        "argument '-%s' needs %s after it".formatted(option, values == 1 ? "a value" : "two values"));
            }
            accepted.add("-" + option);
            for (String value : words.subList(next, next + values)) {
                checkValue(option, value);
                accepted.add(value);
            }
            next += values;
        }
        return new EngineArguments(accepted);
    }

    private static String option(String word) {
        if (!word.startsWith("-")) {
            throw new IllegalArgumentException(
                    "'%s' is not an argument of the engine; one begins with a dash".formatted(word));
        }
        String option = word.substring(word.startsWith("--") ? 2 : 1);
        if (SAFE.containsKey(option)) {
            return option;
        }
        String owner = OWNED.get(option);
        if (owner != null) {
            throw new IllegalArgumentException(
                    "argument '%s' has a setting of its own; use %s%s".formatted(word, Settings.PREFIX, owner));
        }
        throw new IllegalArgumentException("argument '%s' is not one that may be passed on; those are %s"
                .formatted(word, String.join(", ", safeOptions())));
    }

    private static void checkValue(String option, String value) {
        switch (option) {
            case "max_log_file_size" -> {
                if (!FILE_SIZE.matcher(value).matches()) {
                    throw new IllegalArgumentException(
                            "argument '-max_log_file_size' must be from 1MB to 99999MB, not '%s'".formatted(value));
                }
            }
            case "features" -> {
                if (!FEATURE_LEVELS.contains(value.toLowerCase(Locale.ROOT))) {
                    throw new IllegalArgumentException(
                            "argument '-features' must be stable, beta or experimental, not '%s'".formatted(value));
                }
            }
            case "file_deny_glob" -> {
                try {
                    FileSystems.getDefault().getPathMatcher("glob:" + value);
                } catch (IllegalArgumentException e) {
                    throw new IllegalArgumentException(
                            "argument '-file_deny_glob' is not a valid glob: '%s'".formatted(value), e);
                }
            }
            default -> {
                // The engine takes any text here.
            }
        }
    }

    private static Set<String> safeOptions() {
        Set<String> options = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        SAFE.keySet().forEach(option -> options.add("-" + option));
        return options;
    }

    private static List<String> split(String line) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        boolean inWord = false;
        char quote = 0;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (quote != 0) {
                if (c == quote) {
                    quote = 0;
                } else {
                    word.append(c);
                }
            } else if (c == '"' || c == '\'') {
                quote = c;
                inWord = true;
            } else if (Character.isWhitespace(c)) {
                if (inWord) {
                    words.add(word.toString());
                    word.setLength(0);
                    inWord = false;
                }
            } else {
                word.append(c);
                inWord = true;
            }
        }
        if (quote != 0) {
            throw new IllegalArgumentException("a quote (%c) is not closed".formatted(quote));
        }
        if (inWord) {
            words.add(word.toString());
        }
        return words;
    }
}
