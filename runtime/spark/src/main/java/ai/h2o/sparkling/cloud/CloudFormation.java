package ai.h2o.sparkling.cloud;

import ai.h2o.sparkling.bridge.ExecutorAddress;
import ai.h2o.sparkling.certificates.OwnCertificate;
import ai.h2o.sparkling.engine.api.CloudDescription;
import ai.h2o.sparkling.engine.api.EngineControl;
import ai.h2o.sparkling.engine.api.EngineFailure;
import ai.h2o.sparkling.engine.api.EngineNode;
import ai.h2o.sparkling.engine.api.NodeAddress;
import ai.h2o.sparkling.engine.api.NodeKey;
import ai.h2o.sparkling.engine.api.NodeSettings;
import ai.h2o.sparkling.errors.CloudFormationException;
import ai.h2o.sparkling.isolation.EngineArchive;
import ai.h2o.sparkling.settings.Secret;
import ai.h2o.sparkling.settings.SparklingSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.spark.SparkContext;

/**
 * Forms a cloud: one job starts a node in each executor and learns where it listens, a second one introduces the nodes
 * to each other, waits until all agree, and locks the cloud.
 */
public final class CloudFormation {
    private static final Duration CLEAN_UP = Duration.ofSeconds(20);

    private final SparkContext context;
    private final SparklingSettings settings;
    private final Map<String, String> hadoop;
    private final Supplier<Set<String>> hanging;

    /**
     * Prepares to form clouds.
     *
     * @param hadoop Hadoop's properties for the nodes
     * @param hanging executors that Spark counts on, but that do not answer
     */
    public CloudFormation(
            SparkContext context,
            SparklingSettings settings,
            Map<String, String> hadoop,
            Supplier<Set<String>> hanging) {
        this.context = context;
        this.settings = settings;
        this.hadoop = hadoop;
        this.hanging = hanging;
    }

    /**
     * Forms generation {@code number}.
     *
     * @param name name of the cloud, unique in the application
     * @param former how many nodes the cloud had whose place it takes, 0 for the first one
     * @throws CloudFormationException if it is not formed by the deadline; no node stays behind
     */
    public Cloud form(String name, int number, int former) {
        var deadline = settings.cloudTimeout();
        var executors = new Roster(context, deadline, hanging).await(settings.clusterSize(), former);
        var credential = Secret.generate();
        var nodes = new NodeSettings(
                name,
                credential.reveal(),
                executors.size() == 1,
                executors.size() > 1 && settings.internalSecureConnections() ? keyOfNodes(name) : null,
                settings.node().engineArguments(),
                hadoop);
        var location = EngineLocation.of(settings.engineDir(), settings.icedDir());
        var version = EngineArchive.own().version();
        try {
            var started = NodeJob.of(context, "start an H2O node", deadline)
                    .run(executors, () -> NodeHost.start(version, name, nodes, location)
                            .address());
            var addresses = new ArrayList<>(started.values());
            var descriptions = NodeJob.of(context, "join the H2O cloud", deadline)
                    .run(executors, () -> join(name, addresses, deadline));
            var generation = new Generation(
                    name,
                    number,
                    leaderFirst(started, descriptions.values().iterator().next()));
            return new Cloud(context, generation, credential, control(generation, credential));
        } catch (CloudFormationException e) {
            cleanUp(name, executors, e);
            throw e;
        }
    }

    /** A new one for each generation: a node of the last one, should it live on, is a stranger to the next. */
    private static NodeKey keyOfNodes(String name) {
        var own = OwnCertificate.ofGroup(name);
        return new NodeKey(own.algorithm(), own.privateKey(), own.encoded());
    }

    private static CloudDescription join(String name, List<NodeAddress> addresses, Duration deadline)
            throws EngineFailure {
        EngineNode node =
                NodeHost.find(name).orElseThrow(() -> new EngineFailure("its node has stopped since it was started"));
        node.join(addresses, deadline);
        return node.describeCloud();
    }

    private static List<Member> leaderFirst(Map<ExecutorAddress, NodeAddress> started, CloudDescription cloud) {
        var leader = cloud.members().get(cloud.leader()).address();
        return started.entrySet().stream()
                .map(entry -> new Member(entry.getKey(), entry.getValue()))
                .sorted(Comparator.comparing(member -> !member.node().equals(leader)))
                .toList();
    }

    private EngineControl control(Generation generation, Secret credential) {
        if (context.isLocal()) {
            return NodeHost.find(generation.id())
                    .orElseThrow(() -> new CloudFormationException("The H2O node stopped right after it was started"));
        }
        return new ControlClient(generation.leader().node(), credential, settings.restApiTimeout());
    }

    private void cleanUp(String name, List<ExecutorAddress> executors, CloudFormationException failure) {
        // Who was interrupted must clean up all the same.
        boolean interrupted = Thread.interrupted();
        try {
            NodeJob.endNodes(context, executors, name, CLEAN_UP);
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
