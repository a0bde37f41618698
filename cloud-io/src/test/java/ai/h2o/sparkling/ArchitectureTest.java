package ai.h2o.sparkling;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The wall inside this module. */
@AnalyzeClasses(packages = "ai.h2o.sparkling.storage", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule storageKnowsNoEngine = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("water..", "hex..", "ai.h2o.sparkling.engine")
            .because("it lives as long as the JVM, and engines come and go");

    @ArchTest
    static final ArchRule onlyOnePackageKnowsAmazonsClient = noClasses()
            .that()
            .resideInAPackage("ai.h2o.sparkling.storage")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("com.amazonaws..");
}
