package ai.h2o.sparkling.settings;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a node has to know, in a form that travels to executors. It holds no secret.
 *
 * <p>Optional things are null inside, because {@link Optional} is not serializable; the methods hide that.
 */
public final class NodeSettings implements Serializable {

    private static final long serialVersionUID = 1L;

    private final int basePort;
    private final int portOffset;
    private final int threads;
    private final LogLevel logLevel;
    private final boolean secureConnections;
    private final boolean insecureXGBoostAllowed;
    private final String engineDir;
    private final String icedDir;
    private final String logDir;
    private final String flowDir;
    private final String[] extraArguments;

    NodeSettings(SparklingSettings settings) {
        basePort = settings.basePort();
        portOffset = settings.internalPortOffset();
        threads = settings.nthreads().orElse(-1);
        logLevel = settings.logLevel();
        secureConnections = settings.internalSecureConnections();
        insecureXGBoostAllowed = settings.insecureXGBoostAllowed();
        engineDir = settings.engineDir().orElse(null);
        icedDir = settings.icedDir().orElse(null);
        logDir = settings.logDir().orElse(null);
        flowDir = settings.flowDir().orElse(null);
        List<String> extra = new ArrayList<>(settings.flowExtraHttpHeaders().engineArguments());
        extra.addAll(settings.extraProperties().arguments());
        extraArguments = extra.toArray(String[]::new);
    }

    /** Where to begin to look for two free ports. */
    public int basePort() {
        return basePort;
    }

    /** How far the port for traffic between nodes lies above the REST port. */
    public int portOffset() {
        return portOffset;
    }

    /** Threads to compute with; empty for the cores of the executor. */
    public OptionalInt threads() {
        return threads < 0 ? OptionalInt.empty() : OptionalInt.of(threads);
    }

    public LogLevel logLevel() {
        return logLevel;
    }

    /** Whether traffic between nodes is to be encrypted where there is more than one. */
    public boolean secureConnections() {
        return secureConnections;
    }

    /** Where to unpack the engine; empty for a private directory in Spark's local directory. */
    public Optional<String> engineDir() {
        return Optional.ofNullable(engineDir);
    }

    public Optional<String> icedDir() {
        return Optional.ofNullable(icedDir);
    }

    public Optional<String> logDir() {
        return Optional.ofNullable(logDir);
    }

    public Optional<String> flowDir() {
        return Optional.ofNullable(flowDir);
    }

    /**
     * The part of the engine's command line that follows from settings alone. What belongs to one node is the caller's to
     * add: name, address, credentials, keys, and its own directory below {@link #icedDir()}.
     */
    public List<String> engineArguments() {
        List<String> arguments = new ArrayList<>();
        add(arguments, "-baseport", Integer.toString(basePort));
        add(arguments, "-port_offset", Integer.toString(portOffset));
        add(arguments, "-log_level", logLevel.engineName());
        threads().ifPresent(count -> add(arguments, "-nthreads", Integer.toString(count)));
        logDir().ifPresent(dir -> add(arguments, "-log_dir", dir));
        flowDir().ifPresent(dir -> add(arguments, "-flow_dir", dir));
        if (insecureXGBoostAllowed) {
            arguments.add("-allow_insecure_xgboost");
        }
        arguments.addAll(List.of(extraArguments));
        return List.copyOf(arguments);
    }

    private static void add(List<String> arguments, String option, String value) {
        arguments.add(requireNonNull(option, "option is null"));
        arguments.add(requireNonNull(value, "value is null"));
    }
}
