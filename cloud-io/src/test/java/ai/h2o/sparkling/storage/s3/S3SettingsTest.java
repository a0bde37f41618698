package ai.h2o.sparkling.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.h2o.sparkling.storage.S3Keys;
import com.amazonaws.auth.AWSSessionCredentials;
import java.io.IOException;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;

class S3SettingsTest {
    private static S3Settings settings(String... pairs) {
        var configuration = new Configuration();
        for (int i = 0; i < pairs.length; i += 2) {
            configuration.set(pairs[i], pairs[i + 1]);
        }
        return new S3Settings(configuration, "mine");
    }

    @Test
    void whatIsSetForTheBucketGoesFirst() throws IOException {
        var settings = settings(
                "fs.s3a.endpoint",
                "general",
                "fs.s3a.bucket.mine.endpoint",
                "own",
                "fs.s3a.bucket.other.endpoint",
                "no");

        assertThat(settings.text("endpoint")).hasValue("own");
        assertThat(settings.secret("access.key")).isEmpty();
        assertThat(settings.isSet("endpoint")).isTrue();
    }

    @Test
    void hadoopsDefaultsAreNotTakenForSettings() {
        assertThat(settings().text("aws.credentials.provider")).isPresent();
        assertThat(settings().isSet("aws.credentials.provider")).isFalse();
    }

    @Test
    void temporaryKeysKeepTheirToken() throws IOException {
        var settings =
                settings("fs.s3a.access.key", "a", "fs.s3a.secret.key", "b", "fs.s3a.bucket.mine.session.token", "t");
        var credentials = S3Credentials.of(settings, Optional::empty).provider().getCredentials();

        assertThat(credentials.getAWSAccessKeyId()).isEqualTo("a");
        assertThat(credentials)
                .isInstanceOfSatisfying(AWSSessionCredentials.class, keys -> assertThat(keys.getSessionToken())
                        .isEqualTo("t"));
    }

    @Test
    void keysGivenToTheEngineGoBeforeThoseOfTheConfiguration() throws IOException {
        var settings = settings("fs.s3a.access.key", "a", "fs.s3a.secret.key", "b");
        var given = new S3Keys("given", "secret", Optional.empty());

        assertThat(S3Credentials.of(settings, () -> Optional.of(given))
                        .provider()
                        .getCredentials()
                        .getAWSAccessKeyId())
                .isEqualTo("given");
        assertThat(given.toString()).doesNotContain("secret,").doesNotContain("=secret");
    }

    @Test
    void aProviderThatIsNotKnownIsNamed() {
        var settings = settings("fs.s3a.aws.credentials.provider", "org.example.Vault");

        assertThatThrownBy(() -> S3Credentials.of(settings, Optional::empty))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("org.example.Vault")
                .hasMessageContaining("add hadoop-aws");
    }
}
