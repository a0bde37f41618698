import ai.h2o.sparkling.isolation.EngineArchive;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/** Unpacks the engine as an executor does when it starts a node, and tells where it is. */
public final class Unpack {
    private Unpack() {}

    public static void main(String[] arguments) {
        Instant began = Instant.now();
        Path engine = EngineArchive.own().unpack(Path.of(arguments[0]));
        System.out.println("told: " + engine);
        System.err.println("Took " + Duration.between(began, Instant.now()).toMillis() + " ms");
    }
}
