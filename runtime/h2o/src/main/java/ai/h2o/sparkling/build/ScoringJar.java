package ai.h2o.sparkling.build;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

/**
 * The library that H2O hands to those who score elsewhere: a jar inside the engine, with classes of the engine and libraries of its own,
 * some of them under other names.
 */
final class ScoringJar {
    static final String NAME = "www/3/h2o-genmodel.jar";

    private ScoringJar() {}

    /** Stores it without compression, for a solid archive holds the classes once that the engine has too; each has an owner in the list. */
    static void store(Archive engine, Libraries libraries) throws IOException {
        byte[] jar = engine.files().get(NAME);
        if (jar == null) {
            throw new BuildFailure("The engine holds no " + NAME + "; its users could not score elsewhere.");
        }
        // What is left of a library that was a module says nothing true of the jar that it is in.
        Archive scoring = Archive.read(new ByteArrayInputStream(jar), name -> !name.endsWith("module-info.class"));
        libraries.checkOwners(scoring);
        ByteArrayOutputStream stored = new ByteArrayOutputStream(jar.length * 2);
        scoring.writeStored(stored);
        engine.files().put(NAME, stored.toByteArray());
    }
}
