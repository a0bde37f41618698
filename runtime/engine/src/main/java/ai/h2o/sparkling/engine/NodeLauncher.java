package ai.h2o.sparkling.engine;

import ai.h2o.sparkling.engine.api.EngineFailure;
import ai.h2o.sparkling.engine.api.EngineLauncher;
import ai.h2o.sparkling.engine.api.EngineNode;
import ai.h2o.sparkling.engine.api.NodeSettings;
import ai.h2o.sparkling.engine.patched.EngineFiles;
import ai.h2o.sparkling.engine.sockets.EngineSockets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import water.H2O;
import water.WaterDoor;
import water.util.Log;

/** Starts the node of this class loader. Found by name from the Spark side. */
public final class NodeLauncher implements EngineLauncher {
    private static final AtomicBoolean STARTED = new AtomicBoolean();

    @Override
    public EngineNode start(NodeSettings settings, NodeSettings.Place place) throws EngineFailure {
        if (!STARTED.compareAndSet(false, true)) {
            throw new EngineFailure("This class loader has held a node before; H2O's statics allow one each");
        }
        var threads = new EngineThreads("h2o-" + settings.cloudName());
        try {
            return threads.call("start a node on " + place.host(), () -> {
                WaterDoor.makeCleaner();
                EngineFiles.use(place.scratchDirectory());
                Credential.expect(settings.credential());
                if (settings.keyOfNodes() != null) {
                    EngineSockets.encrypt(settings.keyOfNodes());
                }
                NodeStorage.configure(settings.hadoop());
                H2O.setEmbeddedH2OConfig(new NodeConfig());
                setLogLevel(settings.arguments());
                H2O.main(arguments(settings, place));
                return new Node(threads, settings.alone());
            });
        } catch (EngineFailure | RuntimeException e) {
            abandon(threads, e);
            throw e;
        }
    }

    /** Until H2O has read its arguments it would tell at INFO what it does. */
    private static void setLogLevel(List<String> arguments) {
        int level = arguments.lastIndexOf("-log_level") + 1;
        if (level > 0) {
            Log.setLogLevel(arguments.get(level));
        }
    }

    private static void abandon(EngineThreads threads, Exception reason) {
        try (threads) {
            threads.call(
                    "clean up",
                    () -> {
                        WaterDoor.abandon();
                        NodeStorage.close();
                        return null;
                    },
                    EngineThreads.END_DEADLINE);
        } catch (EngineFailure e) {
            reason.addSuppressed(e);
        }
    }

    static String[] arguments(NodeSettings settings, NodeSettings.Place place) {
        var arguments = new ArrayList<>(settings.arguments());
        // Last, because the last of two wins: these are not the user's to change.
        arguments.addAll(List.of(
                "-name",
                settings.cloudName(),
                "-ip",
                place.host(),
                "-web_ip",
                place.host(),
                "-ice_root",
                place.scratchDirectory().toString(),
                "-embedded",
                // Java past 17 works, but H2O wants to be told so.
                "-allow_unsupported_java"));
        if (settings.alone()) {
            arguments.add("-disable_net");
        }
        if (settings.keyOfNodes() != null) {
            // H2O wants the name of a file, by which it knows that it is encrypted; the file is never read.
            arguments.addAll(List.of("-internal_security_conf", "none, the key is in memory"));
        }
        return arguments.toArray(String[]::new);
    }
}
