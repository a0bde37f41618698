package ai.h2o.sparkling.cloud;

import java.io.Serializable;
import java.util.Optional;

/**
 * Where an executor may write. Nulls, because {@code Optional} does not travel.
 *
 * @param engine {@code spark.ext.h2o.engine.dir}
 * @param iced {@code spark.ext.h2o.node.iced.dir}
 */
record EngineLocation(String engine, String iced) implements Serializable {
    static EngineLocation of(Optional<String> engine, Optional<String> iced) {
        return new EngineLocation(engine.orElse(null), iced.orElse(null));
    }

    Optional<String> engineDir() {
        return Optional.ofNullable(engine);
    }

    Optional<String> icedDir() {
        return Optional.ofNullable(iced);
    }
}
