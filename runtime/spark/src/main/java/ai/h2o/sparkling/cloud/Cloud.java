package ai.h2o.sparkling.cloud;

import ai.h2o.sparkling.bridge.SparkBridge;
import ai.h2o.sparkling.engine.api.EngineControl;
import ai.h2o.sparkling.nodes.ControlClient;
import ai.h2o.sparkling.nodes.Generation;
import ai.h2o.sparkling.nodes.Member;
import ai.h2o.sparkling.nodes.NodeAccess;
import ai.h2o.sparkling.nodes.NodeProbe;
import ai.h2o.sparkling.settings.Secret;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.spark.SparkContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A formed cloud, as the driver holds it. Immutable but for {@link #end}. */
public final class Cloud {
    private static final Logger LOG = LoggerFactory.getLogger(Cloud.class);
    private static final Duration TELL_WITHIN = Duration.ofSeconds(10);

    private final SparkContext context;
    private final ExecutorWatch watch;
    private final NodeJobs jobs;
    private final NodeAccess access;
    private final EngineControl control;
    private final ExecutorPins pins;

    Cloud(SparkContext context, ExecutorWatch watch, NodeAccess access, EngineControl control, ExecutorPins pins) {
        this.context = context;
        this.watch = watch;
        this.access = access;
        this.control = control;
        this.pins = pins;
        jobs = new NodeJobs(context, watch, access.generation().id());
    }

    public Generation generation() {
        return access.generation();
    }

    /** How tasks reach the nodes. */
    public NodeAccess access() {
        return access;
    }

    /** What the gateway shows to the nodes. */
    public Secret credential() {
        return access.credential();
    }

    public EngineControl control() {
        return control;
    }

    /** Asks each node by itself; none where the one node is in the driver, which hangs with whoever would ask. */
    public Optional<NodeProbe> probe() {
        return control instanceof NodeProbe probe ? Optional.of(probe) : Optional.empty();
    }

    /**
     * Has everybody who waits for this cloud, here or in a task, told why it is lost: H2O itself waits for the answer of a member that is gone.
     * Waits for nothing.
     */
    public void abandon(String why, List<String> gone) {
        if (control instanceof ControlClient client) {
            client.giveUp(why);
            generation().members().stream()
                    .filter(member -> !gone.contains(member.executor().id()))
                    .forEach(member -> tell(client, member, why));
        }
    }

    private static void tell(ControlClient client, Member member, String why) {
        var unused = client.abandon(member.node(), why, TELL_WITHIN).exceptionally(problem -> {
            LOG.debug("Executor {} was not told", member.executor().id(), problem);
            return null;
        });
    }

    /** Ends the node of a member that hung and goes on. Never fails. */
    public void endLate(Member member) {
        jobs.endLate(member.executor());
    }

    /** Ends the nodes of the executors that are still there and answer. What is gone needs no end. */
    public void end(List<String> gone, Duration deadline) {
        pins.release();
        // Of two that are lost at once, Spark tells one after the other.
        var present = context.isLocal() || context.isStopped() ? null : SparkBridge.executors(context);
        var hanging = watch.hanging();
        var members = generation().members().stream()
                .map(Member::executor)
                .filter(executor -> !gone.contains(executor.id()) && !hanging.contains(executor.id()))
                // To these Spark sends no tasks; their nodes end with them.
                .filter(executor -> context.isLocal() || !watch.retires(executor.id()))
                .filter(executor -> present == null || present.contains(executor))
                .toList();
        if (!members.isEmpty() && (context.isLocal() || !context.isStopped())) {
            jobs.end(members, deadline);
        }
    }
}
