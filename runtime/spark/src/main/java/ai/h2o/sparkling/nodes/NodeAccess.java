package ai.h2o.sparkling.nodes;

import ai.h2o.sparkling.engine.api.BlockWriter;
import ai.h2o.sparkling.engine.api.EngineNode;
import ai.h2o.sparkling.engine.api.StageId;
import ai.h2o.sparkling.settings.Secret;
import java.io.Serializable;
import java.time.Duration;
import java.util.Optional;
import org.apache.spark.SparkEnv;

/**
 * How tasks reach the nodes of one cloud: the one in their own JVM, or, where that has none, one elsewhere. Goes to executors inside Spark's
 * closures, with the cloud's credential.
 */
public final class NodeAccess implements Serializable {
    private static final long serialVersionUID = 1L;

    private final Generation generation;
    private final String credential;
    private final Duration deadline;

    /** @param deadline of each request to a node elsewhere */
    public NodeAccess(Generation generation, Secret credential, Duration deadline) {
        this.generation = generation;
        this.credential = credential.reveal();
        this.deadline = deadline;
    }

    public Generation generation() {
        return generation;
    }

    public Secret credential() {
        return Secret.of(credential);
    }

    /** The node in this JVM, if it is of this cloud. */
    public Optional<EngineNode> here() {
        return NodeHost.find(generation.id());
    }

    /** Opens a place for the rows of one attempt of one partition. */
    public BlockWriter stage(StageId id) {
        return here().map(node -> node.stage(id)).orElseGet(() -> new RemoteWriter(elsewhere(id.partition()), id));
    }

    /** The node that lives where that location says; where there is none, one of all, spread by the number. */
    public RemoteNode at(String location, int number) {
        return generation.members().stream()
                .filter(member -> member.executor().location().equals(location))
                .findFirst()
                .map(this::remote)
                .orElseGet(() -> elsewhere(number));
    }

    /**
     * A node in another JVM: of this host if there is one, else one of all.
     *
     * @param number spreads tasks over the nodes
     */
    private RemoteNode elsewhere(int number) {
        var host = SparkEnv.get().blockManager().blockManagerId().host();
        var near = generation.members().stream()
                .filter(member -> member.executor().host().equals(host))
                .toList();
        var members = near.isEmpty() ? generation.members() : near;
        return remote(members.get(Math.floorMod(number, members.size())));
    }

    private RemoteNode remote(Member member) {
        return new RemoteNode(member, generation.id(), credential, deadline);
    }

    @Override
    public String toString() {
        return "NodeAccess[" + generation.id() + "]";
    }
}
