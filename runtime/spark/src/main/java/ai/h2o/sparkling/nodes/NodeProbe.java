package ai.h2o.sparkling.nodes;

import ai.h2o.sparkling.engine.api.NodeAddress;
import ai.h2o.sparkling.engine.api.NodeHealth;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Asks one node how it is, without waiting for the answer. */
@FunctionalInterface
public interface NodeProbe {
    /** Fails if there is no answer by the deadline. */
    CompletableFuture<NodeHealth> ask(NodeAddress node, Duration deadline);
}
