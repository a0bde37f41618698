package ai.h2o.sparkling.cloud;

import ai.h2o.sparkling.bridge.ExecutorAddress;
import ai.h2o.sparkling.engine.api.NodeAddress;
import ai.h2o.sparkling.nodes.Generation;
import ai.h2o.sparkling.nodes.Member;
import ai.h2o.sparkling.nodes.NodeAccess;
import ai.h2o.sparkling.settings.Secret;
import java.time.Duration;
import java.util.stream.IntStream;

/** Clouds that nobody has formed, for tests. */
public final class Clouds {
    private Clouds() {}

    /** One of these executors. */
    public static Cloud of(String... executors) {
        var members = IntStream.range(0, executors.length)
                .mapToObj(i -> new Member(
                        new ExecutorAddress(executors[i], "host" + executors[i]),
                        new NodeAddress("192.0.2.1", 54_321 + 2 * i, 54_322 + 2 * i)))
                .toList();
        return of(new Generation("cloud-1", 1, members));
    }

    static Cloud of(Generation generation) {
        return new Cloud(
                null, null, new NodeAccess(generation, Secret.of("secret"), Duration.ofSeconds(1)), null, null);
    }
}
