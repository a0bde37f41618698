package ai.h2o.sparkling.settings;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Extra HTTP headers of the answers that Flow gives, in the order in which they were written.
 *
 * @param byName value of each header
 */
public record HttpHeaders(Map<String, String> byName) {

    /** A token of RFC 9110. */
    private static final Pattern NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

    /** No control characters: one would let a value end the header and begin another. */
    private static final Pattern VALUE = Pattern.compile("[^\\p{Cntrl}]*");

    static final HttpHeaders NONE = new HttpHeaders(Map.of());

    public HttpHeaders {
        byName = Collections.unmodifiableMap(new LinkedHashMap<>(byName));
    }

    /** Reads one {@code Name: value} a line. */
    static HttpHeaders parse(String text) {
        Map<String, String> headers = new LinkedHashMap<>();
        for (String line : text.lines().map(String::strip).toList()) {
            if (line.isEmpty()) {
                continue;
            }
            int colon = line.indexOf(':');
            String name = colon < 0 ? line : line.substring(0, colon).strip();
            if (colon < 0 || !NAME.matcher(name).matches()) {
                throw new IllegalArgumentException(
                        "expected one 'Name: value' a line, but found the line '%s'".formatted(line));
            }
            String value = line.substring(colon + 1).strip();
            if (!VALUE.matcher(value).matches()) {
                throw new IllegalArgumentException(
                        "the value of header '%s' has a control character in it".formatted(name));
            }
            headers.put(name, value);
        }
        return new HttpHeaders(headers);
    }

    List<String> engineArguments() {
        List<String> arguments = new ArrayList<>();
        byName.forEach((name, value) -> {
            arguments.add("-add_http_header");
            arguments.add(name);
            arguments.add(value);
        });
        return arguments;
    }

    @Override
    public String toString() {
        return byName.entrySet().stream()
                .map(header -> header.getKey() + ": " + header.getValue())
                .collect(Collectors.joining("\n"));
    }
}
