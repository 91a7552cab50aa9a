package dev.cssc.common.policy;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

@AnalyzeClasses(
        packages = {"dev.cssc.common.policy", "dev.cssc.common.selection", "dev.cssc.common.schedule"},
        importOptions = ImportOption.DoNotIncludeTests.class)
class BoundariesTest {
    @ArchTest
    static final ArchRule policyIsPure = classes()
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage(
                    "java..",
                    "com.fasterxml.jackson..",
                    "com.networknt.schema..",
                    "com.cronutils..",
                    "org.semver4j..",
                    "org.jspecify..",
                    "dev.cssc.common.failure",
                    "dev.cssc.common.image",
                    "dev.cssc.common.lineage",
                    "dev.cssc.common.event",
                    "dev.cssc.common.policy",
                    "dev.cssc.common.selection",
                    "dev.cssc.common.schedule"))
            .because("the command line and the services share one engine that knows no edge (design §1)");

    @ArchTest
    static final ArchRule rulesOpenNothing = classes()
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage("java.net..", "java.nio.channels..", "java.nio.file..")
                    .negate())
            .because("policy, selection and schedule do no I/O");
}
