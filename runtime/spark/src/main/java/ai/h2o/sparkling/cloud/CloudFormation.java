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
import ai.h2o.sparkling.nodes.ControlClient;
import ai.h2o.sparkling.nodes.EngineLocation;
import ai.h2o.sparkling.nodes.Generation;
import ai.h2o.sparkling.nodes.GenerationName;
import ai.h2o.sparkling.nodes.Member;
import ai.h2o.sparkling.nodes.NodeAccess;
import ai.h2o.sparkling.nodes.NodeHost;
import ai.h2o.sparkling.settings.Secret;
import ai.h2o.sparkling.settings.SparklingSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;
import org.apache.spark.SparkContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Forms a cloud: one job starts a node in each executor and learns where it listens, a second one introduces the nodes
 * to each other, waits until all agree, and locks the cloud.
 */
public final class CloudFormation {
    private static final Logger LOG = LoggerFactory.getLogger(CloudFormation.class);

    /** Where executors end as nodes start in them, Spark would soon give up the application. */
    private static final int MOST_ATTEMPTS = 3;

    /**
     * After one has gone the executors have to stay for so long at each further attempt: on a host whose disk is full, for one, Spark starts one
     * after the other, and each ends at once.
     */
    private static final Duration SETTLED = Duration.ofSeconds(2);

    /** To one who has less time than that nothing can be said but that it was late. */
    private static final Duration LEAST = Duration.ofSeconds(5);

    private static final Duration CLEAN_UP = Duration.ofSeconds(20);

    private final SparkContext context;
    private final SparklingSettings settings;
    private final Map<String, String> hadoop;
    private final Optional<String> kept;
    private final ExecutorWatch watch;

    /**
     * Prepares to form clouds.
     *
     * @param hadoop Hadoop's properties for the nodes
     * @param kept where the nodes keep what is to outlive them, if they do
     */
    public CloudFormation(
            SparkContext context,
            SparklingSettings settings,
            Map<String, String> hadoop,
            Optional<String> kept,
            ExecutorWatch watch) {
        this.context = context;
        this.settings = settings;
        this.hadoop = hadoop;
        this.kept = kept;
        this.watch = watch;
    }

    /**
     * Forms the next generation. If an executor goes or hangs meanwhile, another attempt is made with those that are there then.
     *
     * @param names gives each attempt another name, so that a node of the last one, should it live on, finds nobody
     * @param present how many executors there are, if it is to be made of those; else empty
     * @param former how many nodes the cloud had whose place it takes, 0 for the first one
     * @throws CloudFormationException if executors do not come within {@code spark.ext.h2o.cloud.timeout}, or their nodes do not agree within
     *     the same time again; no node stays behind
     */
    public Cloud form(Supplier<GenerationName> names, OptionalInt present, int former) {
        long end = System.nanoTime() + settings.cloudTimeout().toNanos();
        // Who waits for the executors to the end needs time to form a cloud of those that came.
        long last = end + settings.cloudTimeout().toNanos();
        int wanted = former;
        ExecutorGoneException lost = null;
        for (int attempt = 1; ; attempt++) {
            var settled = lost == null || lost.hangs() ? Duration.ZERO : SETTLED.multipliedBy(attempt - 1L);
            var executors = roster(until(end), present, wanted, lost, settled);
            try {
                return attempt(names.get(), executors, last);
            } catch (ExecutorGoneException e) {
                if (attempt == MOST_ATTEMPTS) {
                    throw e;
                }
                LOG.warn("{}. The cloud is formed again, of the executors that are there", e.problem());
                wanted = Math.max(former, executors.size());
                lost = e;
            }
        }
    }

    /** @param lost why the last attempt failed, {@code null} before the first one */
    private List<ExecutorAddress> roster(
            Duration deadline, OptionalInt present, int wanted, ExecutorGoneException lost, Duration settled) {
        try {
            return new Roster(context, deadline, settled, watch).await(settings.clusterSize(), present, wanted);
        } catch (CloudFormationException e) {
            throw lost == null ? e : new CloudFormationException(lost.problem() + ". " + e.getMessage(), e);
        }
    }

    /** Who is silent for longer counts as lost. */
    private Duration deadlineOfBlocks() {
        return settings.restApiTimeout().compareTo(settings.healthLost()) < 0
                ? settings.restApiTimeout()
                : settings.healthLost();
    }

    private static Duration until(long end) {
        return Duration.ofNanos(Math.max(0, end - System.nanoTime()));
    }

    private Duration atMostUntil(long last) {
        var left = until(last);
        var bounded = left.compareTo(settings.cloudTimeout()) < 0 ? left : settings.cloudTimeout();
        return bounded.compareTo(LEAST) < 0 ? LEAST : bounded;
    }

    private Cloud attempt(GenerationName generationName, List<ExecutorAddress> executors, long last) {
        var name = generationName.id();
        var jobs = new NodeJobs(context, watch, name);
        var credential = Secret.generate();
        var nodes = new NodeSettings(
                name,
                credential.reveal(),
                executors.size() == 1,
                executors.size() > 1 && settings.internalSecureConnections() ? keyOfNodes(name) : null,
                arguments(),
                hadoop);
        var location = EngineLocation.of(settings.engineDir(), settings.icedDir());
        var version = EngineArchive.own().version();
        try {
            var started = jobs.of("start an H2O node", atMostUntil(last))
                    .run(executors, () -> NodeHost.start(version, name, nodes, location)
                            .address());
            var addresses = new ArrayList<>(started.values());
            var deadline = atMostUntil(last);
            var descriptions =
                    jobs.of("join the H2O cloud", deadline).run(executors, () -> join(name, addresses, deadline));
            var generation = new Generation(
                    name,
                    generationName.number(),
                    leaderFirst(started, descriptions.values().iterator().next()));
            var access = new NodeAccess(generation, credential, deadlineOfBlocks());
            return new Cloud(
                    context, watch, access, control(generation, credential), ExecutorPins.place(context, executors));
        } catch (Throwable e) {
            // Spark's errors need not be declared to be thrown.
            cleanUp(jobs, executors, e);
            throw e;
        }
    }

    private List<String> arguments() {
        var arguments = new ArrayList<>(settings.node().engineArguments());
        kept.ifPresent(directory -> arguments.addAll(List.of("-auto_recovery_dir", directory)));
        return arguments;
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

    private void cleanUp(NodeJobs jobs, List<ExecutorAddress> executors, Throwable failure) {
        // Who was interrupted must clean up all the same.
        boolean interrupted = Thread.interrupted();
        var hanging = watch.hanging();
        var answering = executors.stream()
                .filter(executor -> !hanging.contains(executor.id()) && !watch.retires(executor.id()))
                .toList();
        try {
            jobs.end(answering, CLEAN_UP);
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
