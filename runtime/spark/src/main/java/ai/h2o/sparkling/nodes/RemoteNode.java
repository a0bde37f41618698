package ai.h2o.sparkling.nodes;

import ai.h2o.sparkling.engine.api.BlockCodec;
import ai.h2o.sparkling.engine.api.BlockProtocol;
import ai.h2o.sparkling.engine.api.ColumnBlock;
import ai.h2o.sparkling.engine.api.ControlProtocol;
import ai.h2o.sparkling.engine.api.EngineFailure;
import ai.h2o.sparkling.errors.CloudLostException;
import ai.h2o.sparkling.errors.Reason;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.Serializable;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskKilledException;

/** A node in another JVM, as a task whose own has none sees it. Used by one thread. */
public final class RemoteNode {
    private final Member member;
    private final String generation;
    private final String credential;
    private final Duration deadline;
    private final HttpClient http = NodeHttp.shared();
    private final BlockCodec codec = new BlockCodec();

    RemoteNode(Member member, String generation, String credential, Duration deadline) {
        this.member = member;
        this.generation = generation;
        this.credential = credential;
        this.deadline = deadline;
    }

    /** Writes the body of a request. */
    private interface Body {
        void write(DataOutput out) throws IOException;
    }

    /** The rows of a chunk that are asked for. */
    public ColumnBlock read(BlockProtocol.Reading reading) throws EngineFailure {
        var response = send(BlockProtocol.Kind.READ, reading::write);
        try {
            if (!isBlock(response)) {
                answer(response);
                throw new EngineFailure("The node " + member.node().authority() + " sent no block");
            }
            return codec.read(new DataInputStream(new ByteArrayInputStream(response.body())));
        } catch (IOException e) {
            throw unreachable(e);
        }
    }

    /** Makes a request about an attempt. */
    Serializable stage(BlockProtocol.Kind kind, BlockProtocol.Staging staging, ColumnBlock block) throws EngineFailure {
        var response = send(kind, out -> {
            staging.write(out);
            if (block != null) {
                codec.write(block, out);
            }
        });
        try {
            return answer(response);
        } catch (IOException e) {
            throw unreachable(e);
        }
    }

    private static boolean isBlock(HttpResponse<byte[]> response) {
        return response.statusCode() == NodeHttp.OK
                && response.headers()
                        .firstValue("Content-Type")
                        .filter(BlockProtocol.CONTENT_TYPE::equals)
                        .isPresent();
    }

    private Serializable answer(HttpResponse<byte[]> response) throws IOException, EngineFailure {
        if (response.statusCode() != NodeHttp.OK) {
            throw new CloudLostException(noNode() + " answers HTTP " + response.statusCode() + ". " + remedy());
        }
        return ControlProtocol.readAnswer(new ByteArrayInputStream(response.body()))
                .get();
    }

    private HttpResponse<byte[]> send(BlockProtocol.Kind kind, Body body) {
        if (NodeHost.isOver(generation)) {
            // The others may be out of reach, and nobody has to wait for them to find that out.
            throw new CloudLostException("Executor " + SparkEnv.get().executorId() + " has no H2O node of cloud '"
                    + generation + "' any more. " + remedy());
        }
        var bytes = new ByteArrayOutputStream();
        CompletableFuture<HttpResponse<byte[]>> answer = null;
        try {
            var out = new DataOutputStream(bytes);
            out.writeUTF(kind.name());
            body.write(out);
            var request = NodeHttp.post(
                            member.node(),
                            BlockProtocol.PATH,
                            credential,
                            BlockProtocol.CONTENT_TYPE,
                            bytes.toByteArray())
                    .build();
            // The deadline of a request would be that of its headers alone.
            answer = http.sendAsync(request, BodyHandlers.ofByteArray());
            return answer.get(deadline.toMillis(), TimeUnit.MILLISECONDS);
        } catch (IOException | TimeoutException e) {
            cancel(answer);
            throw unreachable(e);
        } catch (ExecutionException e) {
            throw unreachable(e.getCause());
        } catch (InterruptedException e) {
            // Spark interrupts tasks that it has cancelled.
            cancel(answer);
            Thread.currentThread().interrupt();
            throw new TaskKilledException();
        }
    }

    private static void cancel(CompletableFuture<?> answer) {
        if (answer != null) {
            answer.cancel(true);
        }
    }

    private CloudLostException unreachable(Throwable e) {
        var how = e instanceof TimeoutException
                ? " does not answer within " + deadline.toSeconds() + " s"
                : " does not answer: " + Reason.of(e);
        return new CloudLostException(noNode() + how + ". " + remedy(), e);
    }

    private String noNode() {
        return "Executor " + SparkEnv.get().executorId() + " has no H2O node of cloud '" + generation
                + "', and the one of executor " + member.executor().id() + " on "
                + member.executor().host();
    }

    private static String remedy() {
        return "The cloud was lost, which the driver's log tells of, or it was stopped. Run it again; what asSparkFrame made of"
                + " a frame that is made again after a loss reads it there";
    }
}
