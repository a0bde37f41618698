package ai.h2o.sparkling.engine;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The engine's side of the wall. */
@AnalyzeClasses(
        packages = {"ai.h2o.sparkling.engine", "water"},
        importOptions = {ImportOption.DoNotIncludeTests.class, ImportOption.DoNotIncludeJars.class})
class ArchitectureTest {
    @ArchTest
    static final ArchRule ofSparkOnlyTypesOfValuesAreKnown = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.spark", "org.apache.spark.scheduler..", "org.apache.spark.rdd..", "scala..")
            .orShould()
            .dependOnClassesThat()
            .resideInAPackage("org.apache.spark.sql")
            .because("nodes serve blocks and columns, and what runs Spark's jobs stays on the other side");

    @ArchTest
    static final ArchRule theClassesInsideH2OsPackagesCallTheWallAlone = noClasses()
            .that()
            .resideInAPackage("water..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "ai.h2o.sparkling.engine",
                    "ai.h2o.sparkling.engine.patched",
                    "ai.h2o.sparkling.engine.sockets",
                    "ai.h2o.sparkling.engine.logins",
                    "ai.h2o.sparkling.engine.recovery")
            .because("they hold what H2O keeps to its packages, and nothing else");

    @ArchTest
    static final ArchRule whatStandsInH2OsCodeKnowsNothingOfTheNode = noClasses()
            .that()
            .resideInAPackage("ai.h2o.sparkling.engine.patched")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "ai.h2o.sparkling.engine", "ai.h2o.sparkling.engine.sockets", "ai.h2o.sparkling.engine.logins")
            .because("H2O calls these classes at any time, also before there is a node and after it");

    @ArchTest
    static final ArchRule theRoomsKnowNothingOfTheNode = noClasses()
            .that()
            .resideInAnyPackage(
                    "ai.h2o.sparkling.engine.sockets",
                    "ai.h2o.sparkling.engine.logins",
                    "ai.h2o.sparkling.engine.recovery")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("ai.h2o.sparkling.engine")
            .because("a node is put together of them");
}
