package ai.h2o.sparkling.health;

import ai.h2o.sparkling.cloud.Cloud;
import ai.h2o.sparkling.cloud.Member;
import ai.h2o.sparkling.cloud.NodeProbe;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the nodes of one cloud again and again how they are, in a thread of its own. */
final class CloudWatch {
    private static final Logger LOG = LoggerFactory.getLogger(CloudWatch.class);

    private final Cloud cloud;
    private final HealthThresholds thresholds;
    private final Findings findings;
    private final CountDownLatch closed;
    private final CountDownLatch replaced = new CountDownLatch(1);
    private final Map<Member, Questions> questions = new LinkedHashMap<>();

    /** What is to be done about what it finds. Called on its thread. */
    interface Findings {
        /** A member counts as lost. */
        void hangs(Member member, String how);

        /** Whether Spark still counts on a member's executor. */
        boolean stillThere(Member member);

        /** Spark has removed the executor of a member that hung. */
        void gone(Member member);

        /** A member that counted as lost answers; tells whether it can be used again. */
        boolean answersAgain(Member member);
    }

    /** @param closed ends the watching altogether */
    CloudWatch(Cloud cloud, NodeProbe probe, HealthThresholds thresholds, Findings findings, CountDownLatch closed) {
        this.cloud = cloud;
        this.thresholds = thresholds;
        this.findings = findings;
        this.closed = closed;
        cloud.generation()
                .members()
                .forEach(member ->
                        questions.put(member, new Questions(() -> probe.ask(member.node(), thresholds.patience()))));
    }

    void start() {
        var thread =
                new Thread(this::run, "sparkling-health-" + cloud.generation().number());
        thread.setDaemon(true);
        thread.start();
    }

    /** Another cloud is in service; members that hang are watched until they answer or Spark removes them. */
    void end() {
        replaced.countDown();
    }

    private void run() {
        var silences = new Silences<>(List.copyOf(questions.keySet()), thresholds, System.nanoTime());
        var hanging = new ArrayList<Member>();
        boolean inService = true;
        try {
            do {
                try {
                    hanging.removeIf(this::settled);
                    inService = inService && replaced.getCount() > 0;
                    if (inService) {
                        look(silences, hanging);
                    }
                } catch (Exception e) {
                    // Spark's errors need not be declared to be thrown, and one must not end the watching.
                    LOG.warn(
                            "The health of cloud '{}' could not be looked at; it is tried again",
                            cloud.generation().id(),
                            e);
                }
            } while ((inService || !hanging.isEmpty())
                    && !closed.await(thresholds.betweenLooks().toNanos(), TimeUnit.NANOSECONDS));
        } catch (InterruptedException e) {
            // Nobody interrupts this thread but a JVM that ends.
            Thread.currentThread().interrupt();
        }
    }

    /** Asks all but those that hang already, and adds those that do since this look. */
    private void look(Silences<Member> silences, List<Member> hanging) {
        questions.forEach((member, asked) -> {
            if (!hanging.contains(member) && asked.look()) {
                silences.heard(member, System.nanoTime());
            }
        });
        for (var change : silences.look(System.nanoTime())) {
            boolean hangs = change.stage() == Silences.Stage.HANGING;
            if (hangs && !questions.get(change.member()).everAnswered()) {
                continue;
            }
            if (hangs) {
                // Before it is told: whatever comes of that, its return is waited for.
                hanging.add(change.member());
            }
            tell(change.member(), change.stage(), change.silence());
        }
    }

    private void tell(Member member, Silences.Stage stage, Duration silence) {
        var asked = questions.get(member);
        switch (stage) {
            case HEARD -> LOG.info("{} answers again", describe(member));
            case SILENT ->
                LOG.warn(
                        "{} has not answered for {} s: it collects garbage, is short of processors, or hangs. {} After {} s it"
                                + " counts as lost (spark.ext.h2o.health.lost)",
                        describe(member),
                        silence.toSeconds(),
                        asked.lastSeen(),
                        thresholds.lost().toSeconds());
            case HANGING ->
                findings.hangs(
                        member,
                        "it has not answered for " + silence.toSeconds() + " s, though Spark counts it as alive. "
                                + asked.lastSeen());
        }
    }

    /** Of a member that hung nothing more is to come. */
    private boolean settled(Member member) {
        if (!findings.stillThere(member)) {
            findings.gone(member);
            return true;
        }
        return questions.get(member).look() && findings.answersAgain(member);
    }

    private static String describe(Member member) {
        return "Executor " + member.executor().id() + " on " + member.executor().host();
    }
}
