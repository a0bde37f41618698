package ai.h2o.sparkling.engine.patched;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EnginePropertiesTest {
    @Test
    void whatTheEngineSetsItAloneSees() {
        assertThat(EngineProperties.setProperty("engine.test.size", "7")).isNull();

        assertThat(EngineProperties.setProperty("engine.test.size", "8")).isEqualTo("7");
        assertThat(EngineProperties.getInteger("engine.test.size", 1)).isEqualTo(8);
        assertThat(System.getProperty("engine.test.size")).isNull();
    }

    @Test
    void whatItHasNotSetIsTheSystems() {
        assertThat(EngineProperties.getInteger("java.specification.version", 1))
                .isEqualTo(Integer.getInteger("java.specification.version"));
        assertThat(EngineProperties.getInteger("engine.test.unset", 5)).isEqualTo(5);
    }

    @Test
    void whoTakesThemAllGetsACopy() {
        var copy = EngineProperties.getProperties();
        copy.setProperty("engine.test.copied", "1");

        assertThat(copy).containsEntry("java.version", System.getProperty("java.version"));
        assertThat(System.getProperty("engine.test.copied")).isNull();
    }
}
