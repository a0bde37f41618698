package ai.h2o.sparkling.health;

import ai.h2o.sparkling.cloud.Cloud;
import ai.h2o.sparkling.engine.api.NodeHealth;
import ai.h2o.sparkling.nodes.Member;
import ai.h2o.sparkling.nodes.NodeProbe;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the nodes of one cloud again and again how they are, in a thread of its own, and tells once of each that hangs. */
final class CloudWatch {
    private static final Logger LOG = LoggerFactory.getLogger(CloudWatch.class);

    /** An executor that ends in good order is gone before that, and Spark tells why. */
    private static final Duration ENDS_WITHIN = Duration.ofSeconds(3);

    private final Cloud cloud;
    private final HealthThresholds thresholds;
    private final Findings findings;
    private final CountDownLatch ended = new CountDownLatch(1);
    // Of those that are not known to hang.
    private final Map<Member, Asked> watched = new LinkedHashMap<>();

    /** Told of what it finds, on the watching thread. */
    interface Findings {
        /** Whether Spark is about to retire a member's executor. */
        boolean retires(Member member);

        /** A member's executor is to go. Told again and again, until this cloud is out of service. */
        void retiring(Member member);

        /** A member has been silent from the start: it hangs, or the driver cannot reach it. Told once. */
        void neverAnswered(Member member, String how);

        /** A member counts as lost; what shows it. Told once. */
        void hangs(Member member, String how);

        /** The same, of one that answers, but shuts down for ever. */
        void doesNotEnd(Member member, String how);
    }

    private record Asked(Questions<NodeHealth> questions, LastSeen seen) {}

    CloudWatch(Cloud cloud, NodeProbe probe, HealthThresholds thresholds, Findings findings) {
        this.cloud = cloud;
        this.thresholds = thresholds;
        this.findings = findings;
        cloud.generation().members().forEach(member -> {
            var seen = new LastSeen(System::nanoTime);
            watched.put(
                    member,
                    new Asked(
                            new Questions<>(() -> probe.ask(member.node(), thresholds.patience()), seen::answered),
                            seen));
        });
    }

    void start() {
        var thread =
                new Thread(this::run, "sparkling-health-" + cloud.generation().number());
        thread.setDaemon(true);
        thread.start();
    }

    /** This cloud is out of service. Waits for nothing. */
    void end() {
        ended.countDown();
    }

    private void run() {
        var silences = new Silences<>(List.copyOf(watched.keySet()), thresholds, System.nanoTime());
        try {
            do {
                try {
                    look(silences);
                } catch (Exception e) {
                    // Spark's errors need not be declared to be thrown, and one must not end the watching.
                    LOG.warn(
                            "The health of cloud '{}' could not be looked at; it is tried again",
                            cloud.generation().id(),
                            e);
                }
            } while (!ended.await(thresholds.betweenLooks().toNanos(), TimeUnit.NANOSECONDS));
        } catch (InterruptedException e) {
            // Nobody interrupts this thread but a JVM that ends.
            Thread.currentThread().interrupt();
        }
    }

    private void look(Silences<Member> silences) {
        watched.forEach((member, asked) -> {
            if (asked.questions().look()) {
                silences.heard(member, System.nanoTime());
            }
        });
        List.copyOf(watched.keySet()).forEach(this::tellIfItEnds);
        cloud.generation().members().stream().filter(findings::retires).forEach(findings::retiring);
        for (var change : silences.look(System.nanoTime())) {
            var asked = watched.get(change.member());
            if (asked != null) {
                tell(change.member(), asked.seen(), change.stage(), change.silence());
            }
        }
    }

    /** Spark's own threads may wait for each other then, for half a minute: its tasks are taken, and never run. */
    private void tellIfItEnds(Member member) {
        var seen = watched.get(member).seen();
        var ending = seen.ending();
        if (ending.compareTo(ENDS_WITHIN) >= 0 || ending.compareTo(thresholds.lost()) >= 0) {
            watched.remove(member);
            findings.doesNotEnd(
                    member,
                    "its JVM has been shutting down for " + ending.toSeconds() + " s, though Spark counts it as alive. "
                            + seen.told());
        }
    }

    private void tell(Member member, LastSeen seen, Silences.Stage stage, Duration silence) {
        switch (stage) {
            case HEARD -> LOG.info("{} answers again", describe(member));
            case SILENT ->
                LOG.warn(
                        "{} has not answered for {} s: it collects garbage, is short of processors, or hangs. {} After {} s it"
                                + " counts as lost (spark.ext.h2o.health.lost)",
                        describe(member),
                        silence.toSeconds(),
                        seen.told(),
                        thresholds.lost().toSeconds());
            case HANGING -> {
                // Before it is told, whatever comes of that.
                watched.remove(member);
                var how = "it has not answered for " + silence.toSeconds() + " s, though Spark counts it as alive. "
                        + seen.told();
                if (seen.ever()) {
                    findings.hangs(member, how);
                } else {
                    findings.neverAnswered(member, how);
                }
            }
        }
    }

    private static String describe(Member member) {
        return "Executor " + member.executor().id() + " on " + member.executor().host();
    }
}
