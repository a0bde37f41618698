package ai.h2o.sparkling.settings;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The walls that the package descriptions of settings, errors and preflight promise. */
@AnalyzeClasses(
        packages = {"ai.h2o.sparkling.settings", "ai.h2o.sparkling.errors", "ai.h2o.sparkling.preflight"},
        importOptions = DoNotIncludeTests.class)
class WallsTest {

    @ArchTest
    static final ArchRule settingsCallErrorsAndSparksConfigurationOnly = classes()
            .that()
            .resideInAPackage("ai.h2o.sparkling.settings..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "ai.h2o.sparkling.settings..",
                    "ai.h2o.sparkling.errors..",
                    "org.apache.spark",
                    "org.apache.spark.sql",
                    "scala..",
                    "java..");

    @ArchTest
    static final ArchRule errorsCallNothing = classes()
            .that()
            .resideInAPackage("ai.h2o.sparkling.errors..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("ai.h2o.sparkling.errors..", "java..");

    @ArchTest
    static final ArchRule preflightStandsAlone = classes()
            .that()
            .resideInAPackage("ai.h2o.sparkling.preflight..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("ai.h2o.sparkling.preflight..", "java..");
}
