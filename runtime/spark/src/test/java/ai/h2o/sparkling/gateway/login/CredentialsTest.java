package ai.h2o.sparkling.gateway.login;

import static org.assertj.core.api.Assertions.assertThat;

import ai.h2o.sparkling.settings.Secret;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;

final class CredentialsTest {

    @Test
    void bothEncodingsOfAPasswordAreRight() {
        Credentials credentials = new Credentials("h2o", Secret.of("größe:ß"));
        assertThat(credentials.accept(basic("h2o:größe:ß", StandardCharsets.UTF_8)))
                .isTrue();
        assertThat(credentials.accept(basic("h2o:größe:ß", StandardCharsets.ISO_8859_1)))
                .isTrue();
        assertThat(credentials.accept(basic("h2o:große:ß", StandardCharsets.UTF_8)))
                .isFalse();
        assertThat(credentials.accept(basic("H2o:größe:ß", StandardCharsets.UTF_8)))
                .isFalse();
    }

    @Test
    void aCharacterWithoutPlaceInAnEncodingIsNoQuestionMark() {
        Credentials credentials = new Credentials("h2o", Secret.of("日本"));
        assertThat(credentials.accept(basic("h2o:日本", StandardCharsets.UTF_8))).isTrue();
        assertThat(credentials.accept(basic("h2o:??", StandardCharsets.UTF_8))).isFalse();
    }

    @Test
    void theNameOfTheSchemeIsOfAnyCase() {
        Credentials credentials = new Credentials("h2o", Secret.of("x"));
        assertThat(credentials.accept(basic("h2o:x", StandardCharsets.UTF_8).replace("Basic", "bASIC")))
                .isTrue();
    }

    private static String basic(String pair, Charset charset) {
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(charset));
    }
}
