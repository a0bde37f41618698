package ai.h2o.sparkling.cloud;

import ai.h2o.sparkling.bridge.SparkBridge;
import ai.h2o.sparkling.engine.api.EngineControl;
import ai.h2o.sparkling.settings.Secret;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.spark.SparkContext;

/** A formed cloud, as the driver holds it. Immutable but for {@link #end}. */
public final class Cloud {
    private final SparkContext context;
    private final Generation generation;
    private final Secret credential;
    private final EngineControl control;

    Cloud(SparkContext context, Generation generation, Secret credential, EngineControl control) {
        this.context = context;
        this.generation = generation;
        this.credential = credential;
        this.control = control;
    }

    public Generation generation() {
        return generation;
    }

    /** What the gateway shows to the nodes. */
    public Secret credential() {
        return credential;
    }

    public EngineControl control() {
        return control;
    }

    /** Asks each node by itself; none where the one node is in the driver, which hangs with whoever would ask. */
    public Optional<NodeProbe> probe() {
        return control instanceof NodeProbe probe ? Optional.of(probe) : Optional.empty();
    }

    /** Ends the node of one member, whatever became of the others. */
    public void end(Member member, Duration deadline) {
        NodeJob.endNodes(context, List.of(member.executor()), generation.id(), deadline);
    }

    /** Ends the nodes of the executors that are still there. Never fails: what is gone needs no end. */
    public void end(List<String> gone, Duration deadline) {
        // Of two that are lost at once, Spark tells one after the other.
        var present = context.isLocal() || context.isStopped() ? null : SparkBridge.executors(context);
        var members = generation.members().stream()
                .map(Member::executor)
                .filter(executor -> !gone.contains(executor.id()) && (present == null || present.contains(executor)))
                .toList();
        if (!members.isEmpty() && (context.isLocal() || !context.isStopped())) {
            NodeJob.endNodes(context, members, generation.id(), deadline);
        }
    }
}
