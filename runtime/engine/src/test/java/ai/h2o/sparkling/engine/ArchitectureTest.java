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
            .resideInAPackage("ai.h2o.sparkling.engine")
            .because("they hold what H2O keeps to its packages, and nothing else");
}
