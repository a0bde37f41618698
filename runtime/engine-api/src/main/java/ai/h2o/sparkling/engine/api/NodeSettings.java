package ai.h2o.sparkling.engine.api;

import java.io.Serializable;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What one node needs to know before it starts. It reaches the executors inside Spark's own closures and nowhere else.
 *
 * @param cloudName name of the cloud; nodes of other names ignore each other
 * @param credential the generation's credential: whoever presents it may use the node's REST server
 * @param alone whether the node is the whole cloud, in which case it opens no port for other nodes
 * @param keyOfNodes by which nodes know each other and encrypt what they say; {@code null} if they talk in the clear or the node is alone
 * @param arguments command line arguments of the engine that follow from the user's settings
 * @param hadoop what Spark's Hadoop configuration has beyond the defaults: where storage is, and with which keys
 */
public record NodeSettings(
        String cloudName,
        String credential,
        boolean alone,
        NodeKey keyOfNodes,
        List<String> arguments,
        Map<String, String> hadoop)
        implements Serializable {
    public NodeSettings {
        Objects.requireNonNull(cloudName, "cloudName is null");
        Objects.requireNonNull(credential, "credential is null");
        arguments = List.copyOf(arguments);
        hadoop = Map.copyOf(hadoop);
    }

    /** The key, where nodes talk to each other and not in the clear. */
    public Optional<NodeKey> nodeKey() {
        return Optional.ofNullable(keyOfNodes);
    }

    /**
     * What only the executor itself knows.
     *
     * @param host textual IP address to bind the listeners to
     * @param scratchDirectory where the node may write
     */
    public record Place(String host, Path scratchDirectory) {}

    /** Leaves the credential and the key out, and Hadoop's properties, among which are keys. */
    @Override
    public String toString() {
        return "NodeSettings[cloudName=" + cloudName + ", alone=" + alone + ", encrypted="
                + nodeKey().isPresent() + ", arguments=" + arguments + "]";
    }
}
