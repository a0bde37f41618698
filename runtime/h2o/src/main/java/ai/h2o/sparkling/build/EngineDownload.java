package ai.h2o.sparkling.build;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The wheel that carries the engine, fetched once by pip under its pinned hash and kept outside the build's folders, so that a clean
 * build need not fetch 266 MB again.
 */
final class EngineDownload {
    private static final Pattern REQUIREMENT =
            Pattern.compile("(?m)^h2o==(\\S+) \\\\\\s+--hash=sha256:([0-9a-f]{64})$");

    private EngineDownload() {}

    /** Prints where the wheel lies, for tests that compare with the engine that H2O published. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        System.out.println(wheel(Path.of(arguments[0])));
    }

    static Path wheel(Path requirements) throws IOException, InterruptedException {
        Matcher pin = REQUIREMENT.matcher(Files.readString(requirements));
        if (!pin.find()) {
            throw new BuildFailure(
                    requirements + " pins no line of the form 'h2o==<version> \\ --hash=sha256:<hash>'.");
        }
        String hash = pin.group(2);
        Path folder = cache();
        Path wheel = folder.resolve("h2o-" + pin.group(1) + "-py2.py3-none-any.whl");
        if (!Files.exists(wheel) || !Stamp.sha256(wheel).equals(hash)) {
            Files.deleteIfExists(wheel);
            Files.createDirectories(folder);
            System.out.println("Fetching the engine (266 MB, once) into " + folder);
            download(requirements, folder);
        }
        String actual = Files.exists(wheel) ? Stamp.sha256(wheel) : "no file";
        if (!actual.equals(hash)) {
            throw new BuildFailure("pip was to leave " + wheel + " with SHA-256 " + hash + ", but it is " + actual
                    + "; remove the file and build again.");
        }
        return wheel;
    }

    private static void download(Path requirements, Path folder) throws IOException, InterruptedException {
        String python = System.getenv().getOrDefault("PYTHON", "python3");
        List<String> command = List.of(
                python,
                "-m",
                "pip",
                "download",
                "--quiet",
                "--disable-pip-version-check",
                "--no-deps",
                "--only-binary",
                ":all:",
                "--require-hashes",
                "--requirement",
                requirements.toString(),
                "--dest",
                folder.toString());
        int status = new ProcessBuilder(command).inheritIO().start().waitFor();
        if (status != 0) {
            throw new BuildFailure(
                    "'" + String.join(" ", command) + "' ended with status " + status
                            + "; the engine comes by pip, so pip must reach its package index (set PYTHON to use another interpreter).");
        }
    }

    private static Path cache() {
        String xdg = System.getenv("XDG_CACHE_HOME");
        Path root = xdg == null || xdg.isEmpty() ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(xdg);
        return root.resolve("sparkling-hosted").resolve("downloads");
    }
}
