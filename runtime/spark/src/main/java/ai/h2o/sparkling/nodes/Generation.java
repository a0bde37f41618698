package ai.h2o.sparkling.nodes;

import ai.h2o.sparkling.engine.api.NodeAddress;
import java.io.Serializable;
import java.util.List;
import java.util.Optional;

/**
 * One cloud that was formed, as it is handed to executors: no secrets, never changed. A context that forms its cloud
 * again gets the next generation.
 *
 * @param id name of the cloud, unique in the application
 * @param number counts the clouds of one context from 1
 * @param members the members, leader first
 */
public record Generation(String id, int number, List<Member> members) implements Serializable {
    public Generation {
        members = List.copyOf(members);
    }

    public Member leader() {
        return members.get(0);
    }

    /** The member that lives in that executor. */
    public Optional<Member> in(String executorId) {
        return members.stream()
                .filter(member -> member.executor().id().equals(executorId))
                .findFirst();
    }

    /** The member that listens there. */
    public Optional<Member> at(NodeAddress node) {
        return members.stream().filter(member -> member.node().equals(node)).findFirst();
    }
}
