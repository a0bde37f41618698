package ai.h2o.sparkling.engine.api;

/** Starts the node that an engine class loader can hold: one, once. */
public interface EngineLauncher {
    /** The class on the engine side that implements this interface; it has a public constructor without arguments. */
    String IMPLEMENTATION = "ai.h2o.sparkling.engine.NodeLauncher";

    /**
     * Starts the node and its listeners. The node knows no other node yet.
     *
     * @throws EngineFailure if the node cannot start; nothing it opened stays open
     */
    EngineNode start(NodeSettings settings, NodeSettings.Place place) throws EngineFailure;
}
