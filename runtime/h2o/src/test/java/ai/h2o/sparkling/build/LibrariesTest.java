package ai.h2o.sparkling.build;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.h2o.sparkling.build.patch.Sources;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LibrariesTest {
    private static final String CALLER =
            "package water; public class Caller { public static String call() { return org.lib.Api.name(); } }";
    private static final String OLD =
            "package org.lib; public class Api { public static String name() { return \"old\"; } }";
    private static final String NEW =
            "package org.lib; public class Api { public static String name() { return \"new\"; } }";
    private static final String OTHER =
            "package org.lib; public class Api { public static Object name() { return \"other\"; } }";

    private static final Libraries REPLACED = Libraries.parse(
            "libraries.list",
            List.of(
                    "# a comment",
                    "ai.h2o:h2o | 3 | Apache-2.0 | water",
                    "org.lib:api | pom.xml | MIT | org/lib org/lib/inner"));

    @TempDir
    private Path folder;

    @Test
    void aClassBelongsToTheNearestRoot() {
        Libraries libraries = Libraries.parse(
                "libraries.list",
                List.of(
                        "a:outer | 1 | MIT | org/lib",
                        "a:inner | 2 | MIT | org/lib/inner",
                        "a:deep | 3 | MIT | org/lib/x/y"));

        assertThat(libraries.owner("org/lib/Api.class"))
                .get()
                .extracting(Library::artifact)
                .isEqualTo("outer");
        assertThat(libraries.owner("org/lib/inner/more/Api.class"))
                .get()
                .extracting(Library::artifact)
                .isEqualTo("inner");
        assertThat(libraries.owner("org/lib/x/Api.class"))
                .get()
                .extracting(Library::artifact)
                .isEqualTo("outer");
        assertThat(libraries.owner("org/library/Api.class")).isEmpty();
    }

    @Test
    void aFolderThatNobodyOwnsFailsTheBuild() {
        Archive engine = archive(Map.of("water.Caller", CALLER, "org.lib.Api", OLD));
        engine.files().put("com/stranger/A.class", new byte[0]);

        assertThatThrownBy(() -> REPLACED.checkOwners(engine))
                .isInstanceOf(BuildFailure.class)
                .hasMessageEndingWith("find out which library they come from: com/stranger/");
    }

    @Test
    void aLineThatOwnsNothingFailsTheBuild() {
        assertThatThrownBy(() -> REPLACED.checkOwners(archive(Map.of("org.lib.Api", OLD))))
                .isInstanceOf(BuildFailure.class)
                .hasMessageEndingWith("own no class; take them out: ai.h2o:h2o");
    }

    @Test
    void aFolderThatNobodyOwnsFailsTheBuildWhicheverPartBringsIt() {
        Archive whole = archive(Map.of("water.Caller", CALLER));
        whole.files().put("ai/h2o/sparkling/engine/Node.class", new byte[0]);
        whole.files().put("com/connector/A.class", new byte[0]);
        Libraries connectors = Libraries.parse("libraries.list", List.of("a:connector | 1 | MIT | com/connector"));

        JarContents.checkOwners(whole, List.of(REPLACED, connectors));

        whole.files().put("com/stranger/A.class", new byte[0]);
        assertThatThrownBy(() -> JarContents.checkOwners(whole, List.of(REPLACED, connectors)))
                .isInstanceOf(BuildFailure.class)
                .hasMessageEndingWith("no libraries.list owns: com/stranger/");
    }

    @Test
    void whatIsDroppedIsListedWithItsVersionAndReason() {
        Archive names = new Archive();
        names.files()
                .put(
                        "META-INF/maven/org.gone/gone/pom.properties",
                        "groupId=org.gone\nartifactId=gone\nversion=1.2\n".getBytes(UTF_8));
        names.files()
                .put(
                        "META-INF/maven/org.lib/api/pom.properties",
                        "groupId=org.lib\nartifactId=api\nversion=1.0\n".getBytes(UTF_8));

        DroppedLibraries.check(names, REPLACED, List.of("# a comment", "org.gone:gone | 1.2 | nobody needs it"));

        assertThatThrownBy(
                        () -> DroppedLibraries.check(names, REPLACED, List.of("org.gone:gone | 1.3 | nobody needs it")))
                .isInstanceOf(BuildFailure.class)
                .hasMessageEndingWith("it lacks [org.gone:gone | 1.2] and names in vain [org.gone:gone | 1.3]");
        assertThatThrownBy(() -> DroppedLibraries.check(names, REPLACED, List.of("org.gone:gone | 1.2 | ")))
                .isInstanceOf(BuildFailure.class)
                .hasMessageStartingWith("This line of dropped.list is not of the form");
    }

    @Test
    void releasesAreToldFromTheNamesOfJars() {
        Libraries libraries = Libraries.parse(
                "libraries.list", List.of("a:lib | pom.xml | MIT | a", "a:lib-more | pom.xml | MIT | b"));

        var versions = ConnectorsJar.versions(libraries, List.of("a.lib-more-2.0.jar", "a.lib-hadoop3-1.0-shaded.jar"));

        assertThat(versions)
                .containsOnly(
                        Map.entry(libraries.all().get(0), "hadoop3-1.0"),
                        Map.entry(libraries.all().get(1), "2.0"));
    }

    @Test
    void theReleaseOfThePomTakesThePlaceOfTheOldOne() throws IOException {
        Archive engine = archive(Map.of("water.Caller", CALLER, "org.lib.Api", OLD));
        engine.files().put("org/lib/gone.txt", new byte[0]);
        Archive release = archive(Map.of("org.lib.Api", NEW));
        release.files().put("org/lib/unwanted.txt", new byte[0]);
        release.files().put("META-INF/services/org.lib.Unknown", new byte[0]);
        release.writeStored(folder.resolve("org.lib.api-2.0.1.jar"));

        var versions = REPLACED.replace(engine, folder, name -> !name.endsWith("unwanted.txt"));

        assertThat(engine.files()).containsOnlyKeys("org/lib/Api.class", "water/Caller.class");
        assertThat(engine.files().get("org/lib/Api.class"))
                .isEqualTo(release.files().get("org/lib/Api.class"));
        assertThat(versions.values()).containsExactly("2.0.1");
    }

    @Test
    void aReleaseThatLacksWhatIsCalledIsRefused() throws IOException {
        Archive engine = archive(Map.of("water.Caller", CALLER, "org.lib.Api", OLD));
        archive(Map.of("org.lib.Api", OTHER)).writeStored(folder.resolve("org.lib.api-3.0.jar"));

        assertThatThrownBy(() -> REPLACED.replace(engine, folder, name -> true))
                .isInstanceOf(BuildFailure.class)
                .hasMessageEndingWith("water/Caller -> org/lib/Api.name()Ljava/lang/String;");
    }

    @Test
    void aReleaseThatLacksAClassThatIsCalledIsRefused() throws IOException {
        Archive engine = archive(Map.of("water.Caller", CALLER, "org.lib.Api", OLD));
        archive(Map.of("org.lib.Elsewhere", "package org.lib; public class Elsewhere {}"))
                .writeStored(folder.resolve("org.lib.api-3.0.jar"));

        assertThatThrownBy(() -> REPLACED.replace(engine, folder, name -> true))
                .isInstanceOf(BuildFailure.class)
                .hasMessageContaining("water/Caller -> org/lib/Api");
    }

    @Test
    void aReleaseThatIsNotThereOrNotWantedIsNamed() throws IOException {
        Archive engine = archive(Map.of("water.Caller", CALLER, "org.lib.Api", OLD));

        assertThatThrownBy(() -> REPLACED.replace(engine, folder, name -> true))
                .isInstanceOf(BuildFailure.class)
                .hasMessageContaining("names the release of org.lib:api");

        Archive again = archive(Map.of("water.Caller", CALLER, "org.lib.Api", OLD));
        archive(Map.of("org.lib.Api", NEW)).writeStored(folder.resolve("org.lib.api-2.0.jar"));
        archive(Map.of("org.lib.Api", NEW)).writeStored(folder.resolve("org.more.other-1.0.jar"));

        assertThatThrownBy(() -> REPLACED.replace(again, folder, name -> true))
                .isInstanceOf(BuildFailure.class)
                .hasMessageContaining("org.more.other-1.0.jar is fetched by pom.xml");
    }

    private static Archive archive(Map<String, String> sources) {
        Archive archive = new Archive();
        // A caller is compiled against the old API, whichever is packed.
        Map<String, String> all = new java.util.HashMap<>(sources);
        if (sources.containsKey("water.Caller")) {
            all.putIfAbsent("org.lib.Api", OLD);
        }
        Sources.compile(all).classes().forEach((name, bytes) -> {
            if (sources.containsKey(name.replace('/', '.'))) {
                archive.files().put(name + ".class", bytes);
            }
        });
        return archive;
    }
}
