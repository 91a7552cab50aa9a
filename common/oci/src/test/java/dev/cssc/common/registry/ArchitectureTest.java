package dev.cssc.common.registry;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

class ArchitectureTest {
    private static final JavaClasses CODE = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.cssc.common.registry");

    @Test
    void registryClientKnowsNoJobAndNoEvent() {
        noClasses()
                .that()
                .resideInAPackage("dev.cssc.common.registry..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "dev.cssc.common.job..",
                        "dev.cssc.common.event..",
                        "dev.cssc.common.outbox..",
                        "dev.cssc.common.transaction..",
                        "dev.cssc.common.process..",
                        "dev.cssc.trigger..",
                        "dev.cssc.scan..",
                        "dev.cssc.patch..")
                .because("the client is used by all services and the command line, whatever they do with registries")
                .check(CODE);
    }

    @Test
    void onlyTheConfigurationKnowsAContainer() {
        noClasses()
                .that()
                .resideInAPackage("dev.cssc.common.registry")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.quarkus..", "io.smallrye..", "jakarta..", "dev.cssc.common.registry.config..")
                .because("the command line and the tests use the client without a container")
                .check(CODE);
    }

    @Test
    void httpLibraryStaysBehindTheClient() {
        classes()
                .that()
                .resideInAPackage("dev.cssc.common.registry..")
                .and()
                .arePublic()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..",
                        "dev.cssc.common.registry..",
                        "dev.cssc.common.image..",
                        "dev.cssc.common.lineage..",
                        "dev.cssc.common.failure..",
                        "com.fasterxml.jackson..",
                        "io.smallrye.config..",
                        "org.eclipse.microprofile.config..",
                        "jakarta..",
                        "org.jspecify..",
                        "okhttp3") // HttpRegistryClient carries page and session addresses between operations
                .because("an HTTP library is replaced more easily where nobody outside sees it")
                .check(CODE);
    }
}
