package ai.h2o.sparkling.nodes;

import java.io.Serializable;
import java.util.Optional;

/**
 * Where an executor may write. Nulls, because {@code Optional} does not travel.
 *
 * @param engine {@code spark.ext.h2o.engine.dir}
 * @param iced {@code spark.ext.h2o.node.iced.dir}
 */
public record EngineLocation(String engine, String iced) implements Serializable {
    public static EngineLocation of(Optional<String> engine, Optional<String> iced) {
        return new EngineLocation(engine.orElse(null), iced.orElse(null));
    }

    Optional<String> engineDir() {
        return Optional.ofNullable(engine);
    }

    Optional<String> icedDir() {
        return Optional.ofNullable(iced);
    }
}
