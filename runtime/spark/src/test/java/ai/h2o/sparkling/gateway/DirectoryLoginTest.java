package ai.h2o.sparkling.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import ai.h2o.sparkling.gateway.login.DirectoryOptions;
import ai.h2o.sparkling.gateway.login.UserDirectory;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class DirectoryLoginTest {

    private final List<String> asked = Collections.synchronizedList(new ArrayList<>());

    private boolean jane(String user, String password) {
        asked.add(user);
        return user.equals("jane") && password.equals("zärtlich");
    }

    @Test
    void theOwnerLogsInByThePasswordThatTheDirectoryKnows() throws Exception {
        try (GatewayHarness harness = with(this::jane, "jane")) {
            assertThat(status(harness, "jane", "zärtlich")).isEqualTo(200);
            assertThat(status(harness, "jane", "wrong")).isEqualTo(401);
            assertThat(status(harness, "nobody", "zärtlich")).isEqualTo(401);
            assertThat(asked).containsExactly("jane", "jane", "nobody");
        }
    }

    @Test
    void theDriversOwnClientNeedsNoDirectory() throws Exception {
        try (GatewayHarness harness = with(this::jane, "jane")) {
            assertThat(harness.get("/3/Cloud").statusCode()).isEqualTo(200);
            assertThat(harness.send(harness.anonymous("/3/Cloud")).statusCode()).isEqualTo(401);
            assertThat(asked).isEmpty();
        }
    }

    @Test
    void anotherUserOfTheDirectoryIsToldThatTheCloudIsNotTheirs() throws Exception {
        try (GatewayHarness harness = with(this::jane, "joe")) {
            var answer = harness.send(
                    harness.anonymous("/3/Cloud").header("Authorization", GatewayHarness.basic("jane", "zärtlich")));
            assertThat(answer.statusCode()).isEqualTo(403);
            assertThat(answer.body()).contains("belongs to another user").doesNotContain("joe");
            assertThat(status(harness, "jane", "wrong")).isEqualTo(401);
        }
    }

    @Test
    void aStarIsForEverybodyWhomTheDirectoryKnows() throws Exception {
        try (GatewayHarness harness = with(this::jane, DirectoryOptions.EVERYBODY)) {
            assertThat(status(harness, "jane", "zärtlich")).isEqualTo(200);
            assertThat(status(harness, "joe", "zärtlich")).isEqualTo(401);
        }
    }

    @Test
    void whoWasAcceptedIsNotAskedForAgainForAWhile() throws Exception {
        try (GatewayHarness harness = with(this::jane, "jane")) {
            for (int i = 0; i < 5; i++) {
                assertThat(status(harness, "jane", "zärtlich")).isEqualTo(200);
            }
            assertThat(asked).hasSize(1);

            // Asking again and again does not put that off.
            harness.clockAhead.addAndGet(Duration.ofMinutes(3).toNanos());
            assertThat(status(harness, "jane", "zärtlich")).isEqualTo(200);
            harness.clockAhead.addAndGet(Duration.ofMinutes(3).toNanos());
            assertThat(status(harness, "jane", "zärtlich")).isEqualTo(200);
            assertThat(asked).hasSize(2);
        }
    }

    @Test
    void aDirectoryThatCannotBeAskedIsNoWrongPassword() throws Exception {
        try (GatewayHarness harness = with(
                (user, password) -> {
                    throw new IOException("ldap://secret.example does not answer");
                },
                "jane")) {
            var answer = harness.send(
                    harness.anonymous("/3/Cloud").header("Authorization", GatewayHarness.basic("jane", "x")));
            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.body()).contains("cannot be asked now").doesNotContain("secret.example");
        }
    }

    @Test
    void aDirectoryThatHangsKeepsNobodyWaitingForEver() throws Exception {
        var end = new CountDownLatch(1);
        try (GatewayHarness harness = with((user, password) -> end.await(60, TimeUnit.SECONDS), "jane")) {
            assertThat(status(harness, "jane", "x")).isEqualTo(503);
            assertThat(harness.get("/3/Cloud").statusCode()).isEqualTo(200);
        } finally {
            end.countDown();
        }
    }

    private static GatewayHarness with(UserDirectory directory, String owner) throws IOException {
        return new GatewayHarness(
                "", options -> options.directory(new DirectoryOptions(directory, owner, Duration.ofSeconds(2))));
    }

    private static int status(GatewayHarness harness, String user, String password) throws Exception {
        return harness.send(harness.anonymous("/3/Cloud").header("Authorization", GatewayHarness.basic(user, password)))
                .statusCode();
    }
}
