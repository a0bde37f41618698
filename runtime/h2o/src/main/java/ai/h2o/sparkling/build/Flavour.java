package ai.h2o.sparkling.build;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipFile;

/**
 * Native libraries of H2O's that only some jars carry: for systems that no hosted Spark runs on, or with code for graphics processors. Each
 * flavour has a list of them, in the form of {@code trim.list}.
 */
final class Flavour {
    /** The jar for everybody; it has no list. */
    static final String STANDARD = "standard";

    private static final String EXTENSION = ".list";

    private Flavour() {}

    /**
     * What a flavour adds to the standard jar.
     *
     * @param module the folder of runtime/h2o
     */
    static Archive natives(Path module, String name) throws IOException, InterruptedException {
        if (name.equals(STANDARD)) {
            return new Archive();
        }
        Path list = module.resolve("flavours").resolve(name + EXTENSION);
        if (!Files.isRegularFile(list)) {
            throw new BuildFailure("There is no flavour '" + name + "' of the jar; there are: " + STANDARD + ", "
                    + String.join(", ", names(module)));
        }
        TrimList natives = TrimList.read(list);
        Path wheel = EngineDownload.wheel(module.resolve("requirements.txt"));
        try (ZipFile zip = new ZipFile(wheel.toFile());
                InputStream jar = zip.getInputStream(zip.getEntry(EngineJar.IN_WHEEL))) {
            Archive found = Archive.read(jar, natives::keeps);
            natives.checkAllUsed();
            found.files()
                    .replaceAll((path, bytes) -> path.endsWith("_gpu.so") ? UniqueSymbols.makeOrdinary(bytes) : bytes);
            return found;
        }
    }

    /** All but the standard one. */
    static List<String> names(Path module) throws IOException {
        try (Stream<Path> lists = Files.list(module.resolve("flavours"))) {
            return lists.map(list -> list.getFileName().toString())
                    .filter(name -> name.endsWith(EXTENSION))
                    .map(name -> name.substring(0, name.length() - EXTENSION.length()))
                    .sorted()
                    .toList();
        }
    }
}
