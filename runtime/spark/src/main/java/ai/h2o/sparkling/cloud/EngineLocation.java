package ai.h2o.sparkling.cloud;

import java.io.Serializable;
import java.util.Optional;

/**
 * Where an executor may write. Nulls, because {@code Optional} does not travel.
 *
 * @param engine {@code spark.ext.h2o.engine.dir}
 * @param iced {@code spark.ext.h2o.node.iced.dir}
 * @param sparkLocal {@code spark.local.dir}
 */
record EngineLocation(String engine, String iced, String sparkLocal) implements Serializable {
    static EngineLocation of(Optional<String> engine, Optional<String> iced, Optional<String> sparkLocal) {
        return new EngineLocation(engine.orElse(null), iced.orElse(null), sparkLocal.orElse(null));
    }

    Optional<String> engineDir() {
        return Optional.ofNullable(engine);
    }

    Optional<String> icedDir() {
        return Optional.ofNullable(iced);
    }

    Optional<String> sparkLocalDir() {
        return Optional.ofNullable(sparkLocal);
    }
}
