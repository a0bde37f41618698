package ai.h2o.sparkling.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.Serializable;
import java.util.Base64;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SecretTest {

    @Test
    void itPrintsAsStarsAndGivesItselfOutOnlyWhenAsked() {
        Secret secret = Secret.of("open sesame");

        assertThat(secret).hasToString("***");
        assertThat("password=%s".formatted(secret)).isEqualTo("password=***");
        assertThat(secret.reveal()).isEqualTo("open sesame");
    }

    @Test
    void itIsNotSerializable() {
        assertThat(Secret.of("open sesame")).isNotInstanceOf(Serializable.class);
    }

    @Test
    void itEqualsASecretOfTheSameValueOnly() {
        assertThat(Secret.of("a")).isEqualTo(Secret.of("a")).hasSameHashCodeAs(Secret.of("a"));
        assertThat(Secret.of("a")).isNotEqualTo(Secret.of("b")).isNotEqualTo("a");
    }

    @Test
    void generatedOnesAre256BitsOfUrlSafeCharactersAndDiffer() {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            String value = Secret.generate().reveal();
            assertThat(value).matches("[A-Za-z0-9_-]{43}");
            assertThat(Base64.getUrlDecoder().decode(value)).hasSize(32);
            assertThat(seen.add(value)).isTrue();
        }
    }

    @Test
    void nullIsRefused() {
        assertThatThrownBy(() -> Secret.of(null))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("value is null");
    }
}
