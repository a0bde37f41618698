package ai.h2o.sparkling.nodes;

import ai.h2o.sparkling.engine.api.EngineFailure;
import java.io.IOException;

/** The connection to a node ended before it answered: it may have gone, of which Spark tells a moment later. */
public final class NoAnswer extends EngineFailure {
    private static final long serialVersionUID = 1L;

    NoAnswer(String message, IOException cause) {
        super(message, cause);
    }
}
