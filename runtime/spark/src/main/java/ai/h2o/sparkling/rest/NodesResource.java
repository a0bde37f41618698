package ai.h2o.sparkling.rest;

import ai.h2o.sparkling.H2OContext;
import ai.h2o.sparkling.cloud.CloudState;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.ArrayList;
import java.util.List;

/** The nodes of the cloud. */
@Tag(name = "Cloud", description = "Nodes, health and generations")
final class NodesResource {
    private final H2OContext context;

    NodesResource(H2OContext context) {
        this.context = context;
    }

    record NodeInfo(
            @Schema(description = "Spark's name of the executor that the node lives in") String executor,
            String host,
            @Schema(description = "Port of the node's REST, which answers the gateway alone") int port,
            @Schema(description = "Whether the gateway forwards to it") boolean leader,
            @Schema(description = "Threads that it computes with") int cores,
            @Schema(description = "Bytes that data may still take") long freeMemory,
            @Schema(description = "Bytes of heap that its JVM may take") long maxMemory) {}

    record NodeList(List<NodeInfo> nodes) {}

    record Health(
            @Schema(description = "Where the context is in its life") CloudState state,
            @Schema(description = "Nodes that the leader sees") int nodes,
            @Schema(description = "Nodes that the cloud was formed with") int expectedNodes) {}

    @Route(path = "/sparkling/v1/nodes")
    @Operation(summary = "The nodes of the cloud and their memory")
    NodeList nodes() {
        var generation = context.generation();
        var cloud = context.describeCloud();
        var nodes = new ArrayList<NodeInfo>();
        for (int i = 0; i < cloud.members().size(); i++) {
            var member = cloud.members().get(i);
            var executor = generation.at(member.address()).map(known -> known.executor()
                    .id());
            nodes.add(new NodeInfo(
                    executor.orElse("?"),
                    member.address().host(),
                    member.address().apiPort(),
                    i == cloud.leader(),
                    member.threads(),
                    member.freeMemory(),
                    member.maxMemory()));
        }
        return new NodeList(nodes);
    }

    @Route(path = "/sparkling/v1/health")
    @Operation(
            summary = "Whether the cloud works",
            description = "200 if it does and 503 with the reason if not, so that a probe need not read the answer.")
    Health health() {
        int expected = context.generation().members().size();
        int seen = context.describeCloud().members().size();
        if (seen != expected) {
            throw new RestException(
                    503, "The leader sees " + seen + " nodes, but the cloud was formed with " + expected);
        }
        return new Health(context.state(), seen, expected);
    }
}
