package ai.h2o.sparkling.build;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** Arguments of the form {@code name=value}, as the POMs give them. */
record Options(Map<String, String> values) {
    static Options parse(String... arguments) {
        Map<String, String> values = new TreeMap<>();
        for (String argument : arguments) {
            int equals = argument.indexOf('=');
            if (equals < 1) {
                throw new BuildFailure("The argument '" + argument + "' is not of the form name=value.");
            }
            values.put(argument.substring(0, equals), argument.substring(equals + 1));
        }
        return new Options(values);
    }

    String text(String name) {
        String value = values.get(name);
        if (value == null) {
            throw new BuildFailure("The argument '" + name + "=…' is missing; the POM that starts the tool gives it.");
        }
        return value;
    }

    Path path(String name) {
        return Path.of(text(name));
    }

    int number(String name) {
        return Integer.parseInt(text(name));
    }

    boolean flag(String name) {
        return Boolean.parseBoolean(text(name));
    }
}
