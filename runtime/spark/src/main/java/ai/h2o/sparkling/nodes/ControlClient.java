package ai.h2o.sparkling.nodes;

import ai.h2o.sparkling.engine.api.CloudDescription;
import ai.h2o.sparkling.engine.api.CommitRequest;
import ai.h2o.sparkling.engine.api.ControlProtocol;
import ai.h2o.sparkling.engine.api.EngineControl;
import ai.h2o.sparkling.engine.api.EngineFailure;
import ai.h2o.sparkling.engine.api.FrameDescription;
import ai.h2o.sparkling.engine.api.FrameSummary;
import ai.h2o.sparkling.engine.api.JobSummary;
import ai.h2o.sparkling.engine.api.LogFormat;
import ai.h2o.sparkling.engine.api.NodeAddress;
import ai.h2o.sparkling.engine.api.NodeHealth;
import ai.h2o.sparkling.engine.api.RestoredSearch;
import ai.h2o.sparkling.engine.api.StorageDescription;
import ai.h2o.sparkling.settings.Secret;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.Serializable;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Asks the leader over its guarded listener, and the other nodes how they are. */
public final class ControlClient implements EngineControl, NodeProbe {
    private final HttpClient http = NodeHttp.client();
    private final NodeAddress leader;
    private final Secret credential;
    private final Duration deadline;
    private final Map<ControlProtocol.Call, CompletableFuture<?>> calls =
            Collections.synchronizedMap(new IdentityHashMap<>());
    private volatile String abandoned;

    public ControlClient(NodeAddress leader, Secret credential, Duration deadline) {
        this.leader = leader;
        this.credential = credential;
        this.deadline = deadline;
    }

    @Override
    public CloudDescription describeCloud() throws EngineFailure {
        return (CloudDescription) call(new ControlProtocol.DescribeCloud());
    }

    @Override
    public NodeHealth health() throws EngineFailure {
        return (NodeHealth) call(new ControlProtocol.Health());
    }

    @Override
    public Optional<FrameDescription> describeFrame(String key) throws EngineFailure {
        return Optional.ofNullable((FrameDescription) call(new ControlProtocol.DescribeFrame(key)));
    }

    @Override
    public FrameDescription commit(CommitRequest request) throws EngineFailure {
        return (FrameDescription) call(new ControlProtocol.Commit(request));
    }

    @Override
    public FrameDescription append(String frameKey, String additionKey) throws EngineFailure {
        return (FrameDescription) call(new ControlProtocol.Append(frameKey, additionKey));
    }

    @Override
    public void dropStage(String jobId) throws EngineFailure {
        call(new ControlProtocol.DropStage(jobId));
    }

    @Override
    public boolean deleteFrame(String key) throws EngineFailure {
        return (Boolean) call(new ControlProtocol.DeleteFrame(key));
    }

    @Override
    public List<FrameSummary> listFrames() throws EngineFailure {
        return List.of((FrameSummary[]) call(new ControlProtocol.ListFrames()));
    }

    @Override
    public List<JobSummary> listJobs() throws EngineFailure {
        return List.of((JobSummary[]) call(new ControlProtocol.ListJobs()));
    }

    @Override
    public byte[] collectLogs(LogFormat format) throws EngineFailure {
        return (byte[]) call(new ControlProtocol.CollectLogs(format));
    }

    @Override
    public void setLogLevel(String level) throws EngineFailure {
        call(new ControlProtocol.SetLogLevel(level));
    }

    @Override
    public String logLevel() throws EngineFailure {
        return (String) call(new ControlProtocol.GetLogLevel());
    }

    @Override
    @SuppressWarnings("unchecked") // the protocol lets the call answer with nothing else
    public List<StorageDescription> describeStorage() throws EngineFailure {
        return (List<StorageDescription>) call(new ControlProtocol.DescribeStorage());
    }

    @Override
    public FrameDescription importFrame(String uri, String frameKey) throws EngineFailure {
        return (FrameDescription) call(new ControlProtocol.ImportFrame(uri, frameKey));
    }

    @Override
    public String restoreModel(String uri) throws EngineFailure {
        return (String) call(new ControlProtocol.RestoreModel(uri));
    }

    @Override
    public RestoredSearch restoreSearch(String uri) throws EngineFailure {
        return (RestoredSearch) call(new ControlProtocol.RestoreSearch(uri));
    }

    /** Asks any node of the leader's cloud; needs no thread while it waits. */
    @Override
    public CompletableFuture<NodeHealth> ask(NodeAddress node, Duration within) {
        return send(node, new ControlProtocol.Health(), within).thenApply(NodeHealth.class::cast);
    }

    @Override
    public void abandon(String why) throws EngineFailure {
        call(new ControlProtocol.Abandon(why));
    }

    /** Has any node of the leader's cloud abandon it; waits for nothing. */
    public CompletableFuture<Void> abandon(NodeAddress node, String why, Duration within) {
        return send(node, new ControlProtocol.Abandon(why), within).thenAccept(nothing -> {});
    }

    /** Whoever waits for the leader, now or later, gets this text at once. */
    public void giveUp(String why) {
        abandoned = why;
        List.copyOf(calls.values()).forEach(sent -> sent.cancel(true));
    }

    private CompletableFuture<Serializable> send(NodeAddress node, ControlProtocol.Call call, Duration within) {
        try {
            var exchange = http.sendAsync(request(node, call), BodyHandlers.ofByteArray());
            // That of a request would be the deadline of its headers alone.
            var answer = exchange.thenApply(response -> answer(node, call, response))
                    .orTimeout(within.toMillis(), TimeUnit.MILLISECONDS);
            // Where nobody waits any more, the connection is not to wait either.
            var unused = answer.whenComplete((value, problem) -> exchange.cancel(true));
            return answer;
        } catch (IOException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private Serializable call(ControlProtocol.Call call) throws EngineFailure {
        if (abandoned != null) {
            throw new EngineFailure(abandoned);
        }
        var sent = send(leader, call, deadline);
        calls.put(call, sent);
        try {
            if (abandoned != null) {
                sent.cancel(true);
            }
            return sent.get();
        } catch (CancellationException | ExecutionException e) {
            throw abandoned == null ? failure(call, e.getCause()) : new EngineFailure(abandoned);
        } catch (InterruptedException e) {
            sent.cancel(true);
            Thread.currentThread().interrupt();
            throw new EngineFailure("Waiting for the leader " + leader.authority() + " was interrupted");
        } finally {
            calls.remove(call);
        }
    }

    private EngineFailure failure(ControlProtocol.Call call, Throwable cause) {
        if (cause instanceof EngineFailure failure) {
            return failure;
        }
        var noAnswer = "The leader " + leader.authority() + " did not answer "
                + call.getClass().getSimpleName();
        if (cause instanceof TimeoutException) {
            return new EngineFailure(noAnswer + " within " + deadline.toSeconds() + " s");
        }
        return cause instanceof IOException gone ? new NoAnswer(noAnswer, gone) : new EngineFailure(noAnswer, cause);
    }

    private HttpRequest request(NodeAddress node, ControlProtocol.Call call) throws IOException {
        var body = new ByteArrayOutputStream();
        ControlProtocol.write(call, body);
        return NodeHttp.post(
                        node,
                        ControlProtocol.PATH,
                        credential.reveal(),
                        ControlProtocol.CONTENT_TYPE,
                        body.toByteArray())
                .build();
    }

    private static Serializable answer(NodeAddress node, ControlProtocol.Call call, HttpResponse<byte[]> response) {
        try {
            if (response.statusCode() != NodeHttp.OK) {
                throw new EngineFailure("The node " + node.authority() + " answered HTTP " + response.statusCode()
                        + " to " + call.getClass().getSimpleName());
            }
            return ControlProtocol.readAnswer(new ByteArrayInputStream(response.body()))
                    .get();
        } catch (EngineFailure | IOException e) {
            throw new CompletionException(e);
        }
    }
}
