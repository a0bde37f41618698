package ai.h2o.sparkling.build.patch;

import java.util.List;

/** H2O's own classes, which its libraries are not. */
final class OwnCode {
    private static final List<String> PACKAGES = List.of("water/", "hex/", "jsr166y/", "ai/h2o/");

    private OwnCode() {}

    static boolean contains(String className) {
        return PACKAGES.stream().anyMatch(className::startsWith);
    }
}
