package ai.h2o.sparkling;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;

/** The walls between the rooms. */
@AnalyzeClasses(packages = "ai.h2o.sparkling", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule theEngineIsReachedThroughItsWallAlone = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("water..", "hex..", "ai.h2o.automl..", "ai.h2o.sparkling.engine")
            .because("the engine's classes belong to another class loader");

    @ArchTest
    static final ArchRule onlyTheGatewayKnowsItsServer = noClasses()
            .that()
            .resideOutsideOfPackage("..gateway..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.eclipse.jetty..");

    @ArchTest
    static final ArchRule onlyTheCertificatesKnowTheirLibrary = noClasses()
            .that()
            .resideOutsideOfPackage("..certificates..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.wildfly..");

    @ArchTest
    static final ArchRule onlyThePreflightRunsOnOldJava = classes()
            .that()
            .resideInAPackage("..preflight..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("..preflight..", "java..");

    @ArchTest
    static final ArchRule noScalaCollectionInASignature = noMethods()
            .that()
            .areNotDeclaredIn("ai.h2o.sparkling.frames.H2OSource")
            .and()
            .areNotDeclaredIn("ai.h2o.sparkling.bridge.SparkUiPage")
            .and()
            .areNotDeclaredIn("ai.h2o.sparkling.bridge.SparkUiPage$1")
            .should(com.tngtech.archunit.lang.conditions.ArchConditions.have(
                    new DescribedPredicate<JavaMethod>("a Scala collection in their signature") {
                        @Override
                        public boolean test(JavaMethod method) {
                            return !method.getModifiers()
                                            .contains(com.tngtech.archunit.core.domain.JavaModifier.SYNTHETIC)
                                    && (isScalaCollection(method.getRawReturnType())
                                            || method.getRawParameterTypes().stream()
                                                    .anyMatch(ArchitectureTest::isScalaCollection));
                        }
                    }));

    @ArchTest
    static final ArchRule theLowerRoomsDoNotKnowTheUpper = noClasses()
            .that()
            .resideInAnyPackage(
                    "..isolation..",
                    "..bridge..",
                    "..nodes..",
                    "..cloud..",
                    "..gateway..",
                    "..certificates..",
                    "..settings..",
                    "..errors..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("..frames..", "..python..", "..rest..", "..metrics..");

    @ArchTest
    static final ArchRule onlyTheContextKnowsItsRestAndItsMetrics = noClasses()
            .that()
            .resideOutsideOfPackages("ai.h2o.sparkling", "..rest..", "..metrics..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("..rest..", "..metrics..");

    @ArchTest
    static final ArchRule onlyTheRestIsDescribedInOpenApisWords = noClasses()
            .that()
            .resideOutsideOfPackage("..rest..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.swagger..");

    @ArchTest
    static final ArchRule roomsFormNoCycles = SlicesRuleDefinition.slices()
            .matching("ai.h2o.sparkling.(isolation|bridge|nodes|cloud|gateway|certificates|errors|python)..")
            .should()
            .beFreeOfCycles();

    @ArchTest
    static final ArchRule settingsCallErrorsAndSparksConfigurationOnly = classes()
            .that()
            .resideInAPackage("..settings..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "..settings..", "..errors..", "org.apache.spark", "org.apache.spark.sql", "scala..", "java..");

    @ArchTest
    static final ArchRule proxiesCallNothing = classes()
            .that()
            .resideInAPackage("..proxies..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("..proxies..", "java..");

    @ArchTest
    static final ArchRule errorsCallNothing = classes()
            .that()
            .resideInAPackage("..errors..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("..errors..", "java..");

    private static boolean isScalaCollection(JavaClass type) {
        return type.getPackageName().startsWith("scala.collection");
    }
}
