package ai.h2o.sparkling.engine.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.h2o.sparkling.engine.api.CloudDescription.MemberDescription;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ControlProtocolTest {
    private static final NodeAddress NODE = new NodeAddress("10.0.0.1", 54321, 54322);

    @Test
    void aCommitArrivesAsItWasSent() throws Exception {
        var id = new StageId("job", 3, 17);
        var request = new CommitRequest(
                "job",
                "frame",
                List.of(ColumnSpec.fixed("naïve.x", ColumnKind.STRING, 0), ColumnSpec.grown("m.k", ColumnKind.LONG, 0)),
                List.of(new StagedPartition(id, NODE, new int[] {5, 6})),
                List.of(new int[] {1}),
                new int[] {0});
        var received = (ControlProtocol.Commit) ControlProtocol.readCall(in(new ControlProtocol.Commit(request)));
        assertThat(received.request()).usingRecursiveComparison().isEqualTo(request);
    }

    @Test
    void aDescriptionArrivesAsItWasSent() throws Exception {
        var cloud = new CloudDescription(
                "c", "3", true, 0, List.of(new MemberDescription(NODE, 1, 2, 4), new MemberDescription(NODE, 3, 4, 4)));
        assertThat(ControlProtocol.readAnswer(in(ControlProtocol.Answer.of(cloud)))
                        .get())
                .isEqualTo(cloud);
        var frame = new FrameDescription(
                "f",
                List.of(new ColumnDescription("a", ColumnType.INT, "$1", 0, 5, 1, 0, false, 8)),
                new long[] {0, 2},
                new int[] {0},
                List.of(NODE));
        assertThat(ControlProtocol.readAnswer(in(ControlProtocol.Answer.of(frame)))
                        .get())
                .usingRecursiveComparison()
                .isEqualTo(frame);
    }

    @Test
    void listsAndLogsArriveAsTheyWereSent() throws Exception {
        FrameSummary[] frames = {new FrameSummary("a", 1, 2, 3), new FrameSummary("b", 4, 5, 6)};
        JobSummary[] jobs = {new JobSummary("$1", "GBM", "model", "RUNNING", 0.5, "tree 7", 1_000, 2)};
        assertThat((FrameSummary[]) ControlProtocol.readAnswer(in(ControlProtocol.Answer.of(frames)))
                        .get())
                .isEqualTo(frames);
        assertThat((JobSummary[]) ControlProtocol.readAnswer(in(ControlProtocol.Answer.of(jobs)))
                        .get())
                .isEqualTo(jobs);
        assertThat((byte[]) ControlProtocol.readAnswer(in(ControlProtocol.Answer.of(new byte[] {1, 2})))
                        .get())
                .containsExactly(1, 2);
        var call = (ControlProtocol.CollectLogs)
                ControlProtocol.readCall(in(new ControlProtocol.CollectLogs(LogFormat.LOG)));
        assertThat(call.format()).isEqualTo(LogFormat.LOG);
    }

    @Test
    void aFailureIsThrownWithItsText() throws Exception {
        var answer = ControlProtocol.readAnswer(in(ControlProtocol.Answer.failed(new EngineFailure("no such frame"))));
        assertThatThrownBy(answer::get).isInstanceOf(EngineFailure.class).hasMessage("no such frame");
    }

    @Test
    void anythingButThisProtocolIsRefusedUnread() throws IOException {
        var stranger = in(new Stranger(new java.util.HashMap<>()));
        assertThatThrownBy(() -> ControlProtocol.readCall(stranger))
                .isInstanceOf(EngineFailure.class)
                .hasMessageContaining("Not a control message of this version of Sparkling Hosted");
    }

    @Test
    void theCredentialAndTheKeyAreNotInTheTextOfTheSettings() {
        var key = new NodeKey("EC", new byte[] {11, 22, 33}, new byte[] {44});
        assertThat(new NodeSettings(
                        "cloud",
                        "s3cr3t",
                        false,
                        key,
                        List.of("-nthreads", "2"),
                        Map.of("fs.s3a.secret.key", "s3cr3t")))
                .hasToString("NodeSettings[cloudName=cloud, alone=false, encrypted=true, arguments=[-nthreads, 2]]");
        assertThat(key).hasToString("NodeKey[algorithm=EC]");
    }

    private record Stranger(java.util.HashMap<String, String> load) implements Serializable {}

    private static ByteArrayInputStream in(Serializable object) throws IOException {
        var out = new ByteArrayOutputStream();
        ControlProtocol.write(object, out);
        return new ByteArrayInputStream(out.toByteArray());
    }
}
