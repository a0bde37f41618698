package ai.h2o.sparkling.settings;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How the text of a setting becomes a value, and back.
 *
 * <p>A parser refuses a text by an {@link IllegalArgumentException} whose message says what was expected; the caller puts
 * name and value in front of it.
 *
 * @param <T> what the text becomes
 */
final class ValueType<T> {

    private static final Pattern DURATION = Pattern.compile("(\\d+)\\s*(us|ms|s|m|min|h|d)?", Pattern.CASE_INSENSITIVE);
    private static final Pattern INTEGER = Pattern.compile("[+-]?\\d+");
    /** Segments that a proxy neither rewrites nor resolves, so no escapes and no dots alone. */
    private static final Pattern CONTEXT_PATH = Pattern.compile("(/(?!\\.{1,2}(/|$))[A-Za-z0-9._~-]+)*");

    private static final Pattern HOST_AND_PORT = Pattern.compile("([^:]+|\\[.*]):\\d+");
    private static final int LONGEST_CLOUD_NAME = 100;

    private final String name;
    private final Class<T> javaType;
    private final Function<String, T> parser;
    private final Function<T, String> formatter;
    private final List<String> choices;

    private ValueType(String name, Class<T> javaType, Function<String, T> parser, Function<T, String> formatter) {
        this(name, javaType, parser, formatter, List.of());
    }

    private ValueType(
            String name,
            Class<T> javaType,
            Function<String, T> parser,
            Function<T, String> formatter,
            List<String> choices) {
        this.name = name;
        this.javaType = javaType;
        this.parser = parser;
        this.formatter = formatter;
        this.choices = choices;
    }

    /** One word for the reference and for Python: boolean, integer, duration, choice, path, text, … */
    String name() {
        return name;
    }

    Class<T> javaType() {
        return javaType;
    }

    /** All texts there are, where they can be counted; otherwise empty. */
    List<String> choices() {
        return choices;
    }

    /**
     * Reads a value. Blanks around it do not count, except those of a secret, which may belong to it.
     *
     * @throws IllegalArgumentException if the text does not fit
     */
    T parse(String text) {
        requireNonNull(text, "text is null");
        return parser.apply(javaType == Secret.class ? text : text.strip());
    }

    /** The text from which {@link #parse} makes the value again. */
    String format(T value) {
        return formatter.apply(value);
    }

    /** Only true and false; a slip such as {@code ture} must not switch something off silently. */
    static ValueType<Boolean> flag() {
        return new ValueType<>(
                "boolean",
                Boolean.class,
                text -> switch (text.toLowerCase(Locale.ROOT)) {
                    case "true" -> true;
                    case "false" -> false;
                    default -> throw expected("true or false");
                },
                String::valueOf);
    }

    static ValueType<Integer> integer(int least, int most) {
        String wanted = most == Integer.MAX_VALUE
                ? "an integer of at least " + least
                : "an integer from %d to %d".formatted(least, most);
        return new ValueType<>("integer", Integer.class, text -> integerIn(text, least, most, wanted), String::valueOf);
    }

    /** An integer within bounds, or -1 for a choice that is left to the product. */
    static ValueType<Integer> integerOrAuto(int least, int most) {
        String wanted = "an integer from %d to %d, or -1 to leave it open".formatted(least, most);
        return new ValueType<>(
                "integer",
                Integer.class,
                text -> text.equals("-1") ? Integer.valueOf(-1) : integerIn(text, least, most, wanted),
                String::valueOf);
    }

    /** A plain number is milliseconds, as the peer has it; a number with a unit is what Spark makes of it. */
    static ValueType<Duration> duration(Duration least) {
        String wanted = "milliseconds, or a number with us, ms, s, m, min, h or d (such as 60s), of at least "
                + formatDuration(least);
        return new ValueType<>(
                "duration",
                Duration.class,
                text -> {
                    Matcher matcher = DURATION.matcher(text);
                    if (!matcher.matches()) {
                        throw expected(wanted);
                    }
                    Duration value;
                    long nanos;
                    try {
                        value = durationOf(Long.parseLong(matcher.group(1)), matcher.group(2));
                        // Whoever waits for it counts nanoseconds in a long, so it has to fit into one.
                        nanos = value.toNanos();
                    } catch (NumberFormatException | ArithmeticException e) {
                        throw new IllegalArgumentException("too long; expected " + wanted, e);
                    }
                    if (nanos < least.toNanos()) {
                        throw expected(wanted);
                    }
                    return value;
                },
                ValueType::formatDuration);
    }

    /** One of the constants of an enum, in any case, or one of the other spellings given. */
    static <E extends Enum<E>> ValueType<E> choice(Class<E> type, Function<E, String> format, Map<String, E> others) {
        Map<String, E> bySpelling = new HashMap<>();
        others.forEach((spelling, constant) -> bySpelling.put(spelling.toLowerCase(Locale.ROOT), constant));
        List<String> choices = new ArrayList<>();
        for (E constant : type.getEnumConstants()) {
            choices.add(format.apply(constant));
            bySpelling.put(format.apply(constant).toLowerCase(Locale.ROOT), constant);
        }
        return new ValueType<>(
                "choice",
                type,
                text -> {
                    E constant = bySpelling.get(text.toLowerCase(Locale.ROOT));
                    if (constant == null) {
                        throw expected("one of " + String.join(", ", choices));
                    }
                    return constant;
                },
                format,
                List.copyOf(choices));
    }

    /** Any text that is not blank. */
    static ValueType<String> text() {
        return new ValueType<>("text", String.class, text -> notBlank(text, "a text"), Function.identity());
    }

    static ValueType<Secret> secret() {
        return new ValueType<>("secret", Secret.class, text -> Secret.of(notBlank(text, "a text")), Secret::toString);
    }

    /** A place that the engine reads or writes: a path of the node, or a URI that it knows. */
    static ValueType<String> path() {
        return new ValueType<>(
                "path", String.class, text -> noControl(notBlank(text, "a path"), "a path"), Function.identity());
    }

    /** A directory on a node's own disk. */
    static ValueType<String> localDirectory() {
        String wanted = "the absolute path of a directory on a local disk";
        return new ValueType<>(
                "path",
                String.class,
                text -> {
                    try {
                        if (!text.isEmpty() && Path.of(text).isAbsolute()) {
                            return text;
                        }
                    } catch (InvalidPathException e) {
                        throw new IllegalArgumentException("expected " + wanted, e);
                    }
                    throw expected(wanted);
                },
                Function.identity());
    }

    static ValueType<String> cloudName() {
        String wanted = "1 to %d characters without blanks".formatted(LONGEST_CLOUD_NAME);
        return new ValueType<>(
                "text",
                String.class,
                text -> {
                    if (text.isEmpty()
                            || text.length() > LONGEST_CLOUD_NAME
                            || text.chars().anyMatch(c -> Character.isWhitespace(c) || Character.isISOControl(c))) {
                        throw expected(wanted);
                    }
                    return text;
                },
                Function.identity());
    }

    /** Basic authentication separates name and password by the first colon, so a name cannot have one. */
    static ValueType<String> userName() {
        String wanted = "a name without colons";
        return new ValueType<>(
                "text",
                String.class,
                text -> {
                    if (text.indexOf(':') >= 0) {
                        throw expected(wanted);
                    }
                    return noControl(notBlank(text, wanted), wanted);
                },
                Function.identity());
    }

    static ValueType<String> host() {
        String wanted = "a host name or an IP address, without scheme, port or path";
        return new ValueType<>(
                "text",
                String.class,
                text -> {
                    if (text.isEmpty()
                            || text.contains("/")
                            || text.chars().anyMatch(c -> Character.isWhitespace(c) || Character.isISOControl(c))
                            || HOST_AND_PORT.matcher(text).matches()) {
                        throw expected(wanted);
                    }
                    return text;
                },
                Function.identity());
    }

    /** Empty for the root; otherwise with a slash in front and none at the end, however it was written. */
    static ValueType<String> contextPath() {
        return new ValueType<>(
                "text",
                String.class,
                text -> {
                    String path = text.startsWith("/") ? text : "/" + text;
                    path = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
                    if (!CONTEXT_PATH.matcher(path).matches()) {
                        throw expected("a path of letters, digits and . _ ~ - between single slashes, such as /h2o");
                    }
                    return path;
                },
                Function.identity());
    }

    static ValueType<String> webAddress() {
        String wanted = "an http or https address, such as https://host/path";
        return new ValueType<>(
                "text",
                String.class,
                text -> {
                    try {
                        URI uri = new URI(text);
                        String scheme = uri.getScheme();
                        if (uri.getHost() != null
                                && ("http".equalsIgnoreCase(scheme) || "https".equalsIgnoreCase(scheme))) {
                            return text;
                        }
                    } catch (URISyntaxException e) {
                        throw new IllegalArgumentException("expected " + wanted, e);
                    }
                    throw expected(wanted);
                },
                Function.identity());
    }

    static ValueType<EngineArguments> engineArguments() {
        return new ValueType<>(
                "arguments",
                EngineArguments.class,
                EngineArguments::parse,
                value -> String.join(" ", value.arguments()));
    }

    static ValueType<HttpHeaders> headers() {
        return new ValueType<>("headers", HttpHeaders.class, HttpHeaders::parse, HttpHeaders::toString);
    }

    private static int integerIn(String text, int least, int most, String wanted) {
        if (!INTEGER.matcher(text).matches()) {
            throw expected(wanted);
        }
        long value;
        try {
            value = Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("expected " + wanted, e);
        }
        if (value < least || value > most) {
            throw expected(wanted);
        }
        return (int) value;
    }

    private static Duration durationOf(long amount, String unit) {
        return switch (unit == null ? "ms" : unit.toLowerCase(Locale.ROOT)) {
            case "us" -> Duration.ofNanos(Math.multiplyExact(amount, 1000L));
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m", "min" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            case "d" -> Duration.ofDays(amount);
            default -> throw new IllegalStateException("unit '" + unit + "' passed the pattern but has no meaning");
        };
    }

    /** The largest unit that says it exactly, so that {@code 300000} reads as {@code 5min}. */
    static String formatDuration(Duration value) {
        if (value.isZero()) {
            return "0";
        }
        if (!value.equals(value.truncatedTo(ChronoUnit.MILLIS))) {
            return value.toNanos() / 1000 + "us";
        }
        long millis = value.toMillis();
        if (millis % 1000 != 0) {
            return millis + "ms";
        }
        long seconds = value.toSeconds();
        if (seconds % 86_400 == 0) {
            return seconds / 86_400 + "d";
        }
        if (seconds % 3600 == 0) {
            return seconds / 3600 + "h";
        }
        return seconds % 60 == 0 ? seconds / 60 + "min" : seconds + "s";
    }

    private static String notBlank(String text, String wanted) {
        if (text.isBlank()) {
            throw new IllegalArgumentException("expected %s, but it is empty".formatted(wanted));
        }
        return text;
    }

    private static String noControl(String text, String wanted) {
        if (text.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("expected %s, but it has a control character in it".formatted(wanted));
        }
        return text;
    }

    private static IllegalArgumentException expected(String wanted) {
        return new IllegalArgumentException("expected " + wanted);
    }
}
