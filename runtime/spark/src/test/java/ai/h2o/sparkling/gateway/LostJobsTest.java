package ai.h2o.sparkling.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LostJobsTest {
    private static final String JOB = "/3/Jobs/%240301c0000202%24_b9";

    private final LostJobs jobs = new LostJobs();

    @Test
    void aJobThatWasAskedAfterHasFailedOnceItsCloudIsLost() {
        assertThat(jobs.ask("GET", JOB)).isEmpty();
        assertThat(jobs.ask("GET", JOB)).isEmpty();
        jobs.lost("executor 1 is gone", Set.of());

        assertThat(jobs.ask("GET", JOB)).contains("executor 1 is gone");
        assertThat(jobs.ask("GET", "/3/Jobs/of-the-next-cloud")).isEmpty();
        jobs.lost("executor 2 is gone", Set.of());
        assertThat(jobs.ask("GET", JOB)).contains("executor 1 is gone");
        assertThat(jobs.ask("GET", "/3/Jobs/of-the-next-cloud")).contains("executor 2 is gone");
    }

    @Test
    void aJobThatMayGoOnIsNotLostUntilThatIsKnown() {
        jobs.ask("GET", JOB);
        jobs.ask("GET", "/3/Jobs/other");
        jobs.lost("executor 1 is gone", Set.of("$0301c0000202$_b9"));

        assertThat(jobs.ask("GET", JOB)).isEmpty();
        assertThat(jobs.ask("GET", "/3/Jobs/other")).contains("executor 1 is gone");
        jobs.lost("executor 1 is gone", Set.of());
        assertThat(jobs.ask("GET", JOB)).contains("executor 1 is gone");
        // The look at what goes on had failed, and now it does.
        jobs.lost("executor 1 is gone", Set.of("$0301c0000202$_b9"));
        assertThat(jobs.ask("GET", JOB)).isEmpty();
    }

    @Test
    void onlyQuestionsAfterOneJobCount() {
        jobs.ask("POST", JOB);
        jobs.ask("GET", JOB + "/cancel");
        jobs.ask("GET", "/3/Jobs");
        jobs.lost("gone", Set.of());

        assertThat(jobs.ask("GET", JOB)).isEmpty();
        assertThat(jobs.ask("GET", "/3/Jobs")).isEmpty();
    }

    @Test
    void whatIsRememberedIsBounded() {
        jobs.ask("GET", JOB);
        for (int i = 0; i < 4096; i++) {
            jobs.ask("GET", "/3/Jobs/" + i);
        }
        jobs.lost("gone", Set.of());

        assertThat(jobs.ask("GET", JOB)).isEmpty();
        assertThat(jobs.ask("GET", "/3/Jobs/4095")).contains("gone");
    }

    @Test
    void theAnswerIsWhatH2OsClientsRead() throws Exception {
        var answer = new ObjectMapper().readTree(LostJobs.toJson(JOB, "executor \"1\"\nis gone"));

        var job = answer.at("/jobs/0");
        assertThat(job.at("/key/name").asText()).isEqualTo("$0301c0000202$_b9");
        assertThat(job.at("/status").asText()).isEqualTo("FAILED");
        assertThat(job.at("/exception").asText()).isEqualTo("executor \"1\"\nis gone");
    }
}
