package ai.h2o.sparkling.engine.api;

import java.io.IOException;
import java.io.InputStream;
import java.io.InvalidClassException;
import java.io.ObjectInputFilter;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Optional;

/**
 * How the driver's control calls travel to the leader when it is in another JVM: one serialized call per POST to the
 * node's guarded REST server, one serialized answer back. Only this package's records and the JDK's plain values are
 * read, whatever the peer sends.
 */
public final class ControlProtocol {
    /** Path of the servlet on the node. */
    public static final String PATH = "/sparkling/control";

    public static final String CONTENT_TYPE = "application/x-java-serialized-object";

    // Depth, references and array sizes bound what a hostile stream could make this JVM build.
    private static final ObjectInputFilter FILTER = ObjectInputFilter.Config.createFilter(
            "maxdepth=12;maxarray=100000000;ai.h2o.sparkling.engine.api.*;java.lang.*;java.util.CollSer;"
                    + "java.util.ImmutableCollections*;java.util.ArrayList;!*");

    private ControlProtocol() {}

    /** A call that can be sent. */
    public sealed interface Call extends Serializable {
        /** Makes the call on a node of this JVM. The answer is serializable. */
        Serializable answer(EngineControl control) throws EngineFailure;
    }

    /** {@link EngineControl#describeCloud}. */
    public record DescribeCloud() implements Call {
        @Override
        public Serializable answer(EngineControl control) throws EngineFailure {
            return control.describeCloud();
        }
    }

    /** {@link EngineControl#health}. */
    public record Health() implements Call {
        @Override
        public Serializable answer(EngineControl control) throws EngineFailure {
            return control.health();
        }
    }

    /** {@link EngineControl#abandon}. */
    public record Abandon(String why) implements Call {
        @Override
        public Serializable answer(EngineControl control) throws EngineFailure {
            control.abandon(why);
            return null;
        }
    }

    /** {@link EngineControl#describeFrame}; answers {@code null} for no frame. */
    public record DescribeFrame(String key) implements Call {
        @Override
        public Serializable answer(EngineControl control) throws EngineFailure {
            return control.describeFrame(key).orElse(null);
        }
    }

    /** {@link EngineControl#commit}. */
    public record Commit(CommitRequest request) implements Call {
        @Override
        public Serializable answer(EngineControl control) throws EngineFailure {
            return control.commit(request);
        }
    }

    /** {@link EngineControl#append}. */
    public record Append(String frameKey, String additionKey) implements Call {
        @Override
        public Serializable answer(EngineControl control) throws EngineFailure {
            return control.append(frameKey, additionKey);
        }
    }

    /** {@link EngineControl#dropStage}. */
    public record DropStage(String jobId) implements Call {
        @Override
        public Serializable answer(EngineControl control) throws EngineFailure {
            control.dropStage(jobId);
            return null;
        }
    }

    /** {@link EngineControl#deleteFrame}. */
    public record DeleteFrame(String key) implements Call {
        @Override
        public Serializable answer(EngineControl control) throws EngineFailure {
            return control.deleteFrame(key);
        }
    }

    /** {@link EngineControl#listFrames}; answers an array. */
    public record ListFrames() implements Call {
        @Override
        public Serializable answer(EngineControl control) throws EngineFailure {
            return control.listFrames().toArray(FrameSummary[]::new);
        }
    }

    /** {@link EngineControl#listJobs}; answers an array. */
    public record ListJobs() implements Call {
        @Override
        public Serializable answer(EngineControl control) throws EngineFailure {
            return control.listJobs().toArray(JobSummary[]::new);
        }
    }

    /** {@link EngineControl#collectLogs}. */
    public record CollectLogs(LogFormat format) implements Call {
        @Override
        public Serializable answer(EngineControl control) throws EngineFailure {
            return control.collectLogs(format);
        }
    }

    /** {@link EngineControl#setLogLevel}. */
    public record SetLogLevel(String level) implements Call {
        @Override
        public Serializable answer(EngineControl control) throws EngineFailure {
            control.setLogLevel(level);
            return null;
        }
    }

    /** {@link EngineControl#logLevel}. */
    public record GetLogLevel() implements Call {
        @Override
        public Serializable answer(EngineControl control) throws EngineFailure {
            return control.logLevel();
        }
    }

    /** {@link EngineControl#describeStorage}. */
    public record DescribeStorage() implements Call {
        @Override
        public Serializable answer(EngineControl control) throws EngineFailure {
            return new ArrayList<>(control.describeStorage());
        }
    }

    /** {@link EngineControl#importFrame}. */
    public record ImportFrame(String uri, String frameKey) implements Call {
        @Override
        public Serializable answer(EngineControl control) throws EngineFailure {
            return control.importFrame(uri, frameKey);
        }
    }

    /** {@link EngineControl#restoreModel}. */
    public record RestoreModel(String uri) implements Call {
        @Override
        public Serializable answer(EngineControl control) throws EngineFailure {
            return control.restoreModel(uri);
        }
    }

    /** {@link EngineControl#restoreSearch}. */
    public record RestoreSearch(String uri) implements Call {
        @Override
        public Serializable answer(EngineControl control) throws EngineFailure {
            return control.restoreSearch(uri);
        }
    }

    /**
     * What comes back: a value, which may be {@code null}, or a failure.
     *
     * @param value the answer
     * @param failure text of the failure, {@code null} if there was none
     */
    public record Answer(Serializable value, String failure) implements Serializable {
        public static Answer of(Serializable value) {
            return new Answer(value, null);
        }

        public static Answer failed(EngineFailure failure) {
            return new Answer(null, Optional.ofNullable(failure.getMessage()).orElse(failure.toString()));
        }

        /** The value, or the failure thrown. */
        public Serializable get() throws EngineFailure {
            if (failure != null) {
                throw new EngineFailure(failure);
            }
            return value;
        }
    }

    public static void write(Serializable object, OutputStream out) throws IOException {
        try (var objects = new ObjectOutputStream(out)) {
            objects.writeObject(object);
        }
    }

    public static Call readCall(InputStream in) throws IOException, EngineFailure {
        return read(in, Call.class);
    }

    public static Answer readAnswer(InputStream in) throws IOException, EngineFailure {
        return read(in, Answer.class);
    }

    private static <T> T read(InputStream in, Class<T> type) throws IOException, EngineFailure {
        try (var objects = new ObjectInputStream(in)) {
            objects.setObjectInputFilter(FILTER);
            return type.cast(objects.readObject());
        } catch (ClassNotFoundException | ClassCastException | InvalidClassException e) {
            throw new EngineFailure("Not a control message of this version of Sparkling Hosted", e);
        }
    }
}
