package ai.h2o.sparkling.preflight;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.net.URL;
import java.net.URLClassLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PreflightTest {

    /** The first class-file version that a JVM of Java 8 does not load is one above this. */
    private static final int CLASS_FILE_OF_JAVA_8 = 52;

    @ParameterizedTest
    @CsvSource({
        "17, 3.4.0",
        "17.0.15, 3.5.1",
        "17.0.9+9-LTS, 3.5.0-amzn-1",
        "21.0.4, 4.0.0",
        "25, 4.3.0",
        "25-ea, 4.3.0.dev1",
        "26.0.1, 5.0.0",
        "117, 30.1"
    })
    void javaFrom17AndSparkFrom34PassWithoutAnUpperBound(String java, String spark) {
        assertThat(Preflight.check(java, spark)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.8.0_392", "9", "11", "11.0.22", "11.0.22+7-LTS", "16.0.2"})
    void anOlderJavaIsAnsweredInOneLineWithWhatToSetOnEachPlatform(String java) {
        String message = Preflight.check(java, "3.5.1");

        assertThat(message)
                .startsWith("Sparkling Hosted needs Java 17 or newer on driver and executors, but this is Java " + java)
                .contains("Databricks", "JNAME=zulu17-ca-amd64", "14.3")
                .contains("EMR", "spark.executorEnv.JAVA_HOME", "spark.yarn.appMasterEnv.JAVA_HOME", "corretto")
                .contains("Dataproc", "initialization action")
                .contains("Elsewhere: point JAVA_HOME to a JDK 17")
                .doesNotContain("\n", "\r");
    }

    @ParameterizedTest
    @ValueSource(strings = {"3.3.4", "3.3.2-amzn-0", "3.0", "2.4.8"})
    void anOlderSparkIsAnsweredInOneLineWithWhatToChooseOnEachPlatform(String spark) {
        String message = Preflight.check("17.0.15", spark);

        assertThat(message)
                .startsWith("Sparkling Hosted needs Spark 3.4 or newer, but this is Spark " + spark + ". ")
                .contains("Databricks", "EMR", "Dataproc", "pyspark")
                .doesNotContain("\n", "\r");
    }

    @Test
    void anOldSparkIsNamedBeforeAnOldJavaBecauseANewerPlatformCuresBoth() {
        assertThat(Preflight.check("1.8.0_392", "3.3.4")).startsWith("Sparkling Hosted needs Spark 3.4");
    }

    @Test
    void versionsThatCannotBeReadPass() {
        assertThat(Preflight.check("our-own-java", "our-own-spark")).isNull();
        assertThat(Preflight.check("", "")).isNull();
        assertThat(Preflight.check(null, null)).isNull();
    }

    @Test
    void itsClassIsReadableToJava8() throws Exception {
        try (var in = new DataInputStream(Preflight.class.getResourceAsStream("Preflight.class"))) {
            assertThat(in.readInt()).isEqualTo(0xCAFEBABE);
            assertThat(in.readUnsignedShort()).isZero();
            assertThat(in.readUnsignedShort()).isLessThanOrEqualTo(CLASS_FILE_OF_JAVA_8);
        }
    }

    @Test
    void itRunsWhereNothingElseOfOursCanBeLoaded() throws Exception {
        URL classes = Preflight.class.getProtectionDomain().getCodeSource().getLocation();
        try (var alone = new OnlyPreflight(classes)) {
            Class<?> preflight = alone.loadClass(Preflight.class.getName());

            assertThat(preflight).isNotSameAs(Preflight.class);
            assertThat(preflight.getMethod("check", String.class, String.class).invoke(null, "11", "3.5.1"))
                    .isEqualTo(Preflight.check("11", "3.5.1"));
        }
    }

    private static final class OnlyPreflight extends URLClassLoader {

        OnlyPreflight(URL classes) {
            super(new URL[] {classes}, ClassLoader.getPlatformClassLoader());
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            if (!name.startsWith(Preflight.class.getPackageName())) {
                throw new ClassNotFoundException(name);
            }
            return super.findClass(name);
        }
    }
}
