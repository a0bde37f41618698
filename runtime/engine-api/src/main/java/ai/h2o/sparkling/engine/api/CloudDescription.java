package ai.h2o.sparkling.engine.api;

import java.io.Serializable;
import java.util.List;

/**
 * The cloud as one node sees it.
 *
 * @param name name of the cloud
 * @param engineVersion version of H2O
 * @param locked whether the cloud takes no more members
 * @param leader index into {@code members} of the leader
 * @param members the members
 */
public record CloudDescription(
        String name, String engineVersion, boolean locked, int leader, List<MemberDescription> members)
        implements Serializable {
    public CloudDescription {
        members = List.copyOf(members);
    }

    /**
     * One member.
     *
     * @param address where it listens
     * @param freeMemory bytes that data may still take
     * @param maxMemory bytes of heap that the JVM may take
     * @param threads worker threads
     */
    public record MemberDescription(NodeAddress address, long freeMemory, long maxMemory, int threads)
            implements Serializable {}
}
