package ai.h2o.sparkling.errors;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ErrorsTest {

    @ParameterizedTest
    @ValueSource(
            classes = {
                H2OSparklingException.class,
                SettingException.class,
                ConversionException.class,
                CloudLostException.class,
                CloudFormationException.class,
                ContextStoppedException.class,
                PreflightException.class,
                EngineException.class,
                GatewayException.class
            })
    void everyErrorIsUncheckedAndKeepsMessageAndCause(Class<? extends H2OSparklingException> type) throws Exception {
        var cause = new IllegalStateException("the cause");

        var plain = type.getConstructor(String.class).newInstance("what failed");
        var caused = type.getConstructor(String.class, Throwable.class).newInstance("what failed", cause);

        assertThat(plain)
                .isInstanceOf(RuntimeException.class)
                .hasMessage("what failed")
                .hasNoCause();
        assertThat(caused).hasMessage("what failed").hasCause(cause);
    }

    @ParameterizedTest
    @ValueSource(classes = {H2OSparklingException.class, CloudLostException.class})
    void anErrorTravelsBetweenJvms(Class<? extends H2OSparklingException> type) throws Exception {
        var bytes = new ByteArrayOutputStream();
        try (var out = new ObjectOutputStream(bytes)) {
            out.writeObject(type.getConstructor(String.class).newInstance("what failed"));
        }
        try (var in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            assertThat(in.readObject()).isInstanceOf(type).hasToString(type.getName() + ": what failed");
        }
    }
}
