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
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/** Asks the leader over its guarded listener, and the other nodes how they are. */
public final class ControlClient implements EngineControl, NodeProbe {
    private final HttpClient http = NodeHttp.client();
    private final NodeAddress leader;
    private final Secret credential;
    private final Duration deadline;

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
        try {
            var call = new ControlProtocol.Health();
            return http.sendAsync(request(node, call, within), BodyHandlers.ofInputStream())
                    .thenApply(response -> {
                        try {
                            return (NodeHealth) answer(node, call, response);
                        } catch (EngineFailure | IOException e) {
                            throw new CompletionException(e);
                        }
                    })
                    // Of the request alone the headers have a deadline.
                    .orTimeout(within.toMillis(), TimeUnit.MILLISECONDS);
        } catch (IOException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private Serializable call(ControlProtocol.Call call) throws EngineFailure {
        try {
            return answer(leader, call, http.send(request(leader, call, deadline), BodyHandlers.ofInputStream()));
        } catch (HttpTimeoutException e) {
            throw new EngineFailure("The leader " + leader.authority() + " did not answer "
                    + call.getClass().getSimpleName() + " within " + deadline.toSeconds() + " s");
        } catch (IOException e) {
            throw new NoAnswer(
                    "The leader " + leader.authority() + " did not answer "
                            + call.getClass().getSimpleName(),
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EngineFailure("Waiting for the leader " + leader.authority() + " was interrupted");
        }
    }

    private HttpRequest request(NodeAddress node, ControlProtocol.Call call, Duration within) throws IOException {
        var body = new ByteArrayOutputStream();
        ControlProtocol.write(call, body);
        return NodeHttp.post(
                        node,
                        ControlProtocol.PATH,
                        credential.reveal(),
                        ControlProtocol.CONTENT_TYPE,
                        body.toByteArray())
                .timeout(within)
                .build();
    }

    private static Serializable answer(NodeAddress node, ControlProtocol.Call call, HttpResponse<InputStream> response)
            throws EngineFailure, IOException {
        try (var in = response.body()) {
            if (response.statusCode() != NodeHttp.OK) {
                throw new EngineFailure("The node " + node.authority() + " answered HTTP " + response.statusCode()
                        + " to " + call.getClass().getSimpleName());
            }
            return ControlProtocol.readAnswer(in).get();
        }
    }
}
