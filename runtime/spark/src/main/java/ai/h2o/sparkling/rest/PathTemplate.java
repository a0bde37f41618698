package ai.h2o.sparkling.rest;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The path of a route: some segments are fixed, others stand for a value. */
record PathTemplate(List<String> segments) {
    static PathTemplate of(String path) {
        return new PathTemplate(List.of(path.split("/", -1)));
    }

    /** The raw values by name, if the path is of this form. */
    Optional<Map<String, String>> match(String path) {
        var given = path.split("/", -1);
        if (given.length != segments.size()) {
            return Optional.empty();
        }
        var values = new LinkedHashMap<String, String>();
        for (int i = 0; i < given.length; i++) {
            var segment = segments.get(i);
            if (segment.startsWith("{")) {
                if (given[i].isEmpty()) {
                    return Optional.empty();
                }
                values.put(segment.substring(1, segment.length() - 1), given[i]);
            } else if (!segment.equals(given[i])) {
                return Optional.empty();
            }
        }
        return Optional.of(values);
    }
}
