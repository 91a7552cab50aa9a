package dev.cssc.local;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

/** The parts and what each may know, as laid down in the design; each rule says why. */
class BoundariesTest {
    private static final String[] RULES = {
        "dev.cssc.common.failure..",
        "dev.cssc.common.image..",
        "dev.cssc.common.lineage..",
        "dev.cssc.common.event..",
        "dev.cssc.common.registry.definition..",
        "dev.cssc.common.policy..",
        "dev.cssc.common.selection..",
        "dev.cssc.common.schedule.."
    };

    private static void check(ArchRule rule) {
        rule.check(ProjectClasses.all());
    }

    @Test
    void rulesImportNoQuarkus() {
        check(classes()
                .that(resideInAnyPackage(RULES))
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(RULES)
                        .or(resideInAnyPackage(
                                "java..",
                                "org.jspecify..",
                                "com.fasterxml.jackson..",
                                "com.networknt.schema..",
                                "com.cronutils..",
                                "org.semver4j..")))
                .because("command line and services share one engine, and rules are tested without starting anything"));
    }

    @Test
    void rulesReadAndWriteNothing() {
        check(noClasses()
                .that(resideInAnyPackage(RULES))
                .should()
                .dependOnClassesThat(resideInAnyPackage("java.net.http..", "java.nio.file..", "java.sql..")
                        .or(JavaClass.Predicates.type(ProcessBuilder.class)))
                .because("a pure function of its arguments gives the same answer in every service and every test"));
    }

    @Test
    void servicesDoNotKnowEachOther() {
        check(slices().matching("dev.cssc.(trigger|scan|patch)..")
                .should()
                .notDependOnEachOther()
                .because("they meet only in events, so that each is deployed, scaled and replaced alone"));
    }

    @Test
    void commonKnowsNoService() {
        check(noClasses()
                .that(resideInAPackage("dev.cssc.common.."))
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                        "dev.cssc.trigger..",
                        "dev.cssc.scan..",
                        "dev.cssc.patch..",
                        "dev.cssc.cli..",
                        "dev.cssc.local.."))
                .because("what is shared serves whoever uses it"));
    }

    @Test
    void theJobEngineKnowsNoImageAndNoEvent() {
        check(noClasses()
                .that(resideInAPackage("dev.cssc.common.job.."))
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                        "dev.cssc.common.image..", "dev.cssc.common.policy..", "dev.cssc.common.registry.."))
                .because("durable work with leases is the same whatever the work is"));
    }

    @Test
    void theRegistryClientKnowsNoJobAndNoEvent() {
        check(noClasses()
                .that(resideInAPackage("dev.cssc.common.registry.."))
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                        "dev.cssc.common.event..",
                        "dev.cssc.common.job..",
                        "dev.cssc.common.outbox..",
                        "io.quarkus..",
                        "io.opentelemetry.."))
                .because("the command line speaks to registries too"));
    }

    @Test
    void onlyTheRelayProducesToKafka() {
        check(noClasses()
                .that(resideInAnyPackage(
                        "dev.cssc.trigger..", "dev.cssc.scan..", "dev.cssc.patch..", "dev.cssc.common.job.."))
                .should()
                .dependOnClassesThat(resideInAPackage("org.apache.kafka.clients.producer..")
                        .or(new NamedIn(Set.of(
                                "org.eclipse.microprofile.reactive.messaging.Emitter",
                                "org.eclipse.microprofile.reactive.messaging.Outgoing",
                                "io.smallrye.reactive.messaging.MutinyEmitter"))))
                .because("an event is sent if and only if the state it tells of was committed (invariant 1)"));
    }

    @Test
    void onlyTheChildProcessRunnerStartsProcessesOfServices() {
        check(noClasses()
                .that(resideInAnyPackage(
                        "dev.cssc.trigger..", "dev.cssc.scan..", "dev.cssc.patch..", "dev.cssc.common.."))
                .and(DescribedPredicate.not(resideInAnyPackage(
                        "dev.cssc.common.process..", "dev.cssc.common.embedded..", "dev.cssc.common.testing..")))
                // Docker's credential helpers: the command line asks them too, which has no part of common/work.
                .and(DescribedPredicate.not(new NamedIn(Set.of("dev.cssc.common.registry.HelperProgram"))))
                .should()
                .dependOnClassesThat(JavaClass.Predicates.type(ProcessBuilder.class))
                .because("limits on time, memory and output are kept in one place (invariant 9)"));
    }

    @Test
    void nobodySeesTheLocalStack() {
        check(noClasses()
                .that(resideInAPackage("dev.cssc.."))
                .and(DescribedPredicate.not(resideInAPackage("dev.cssc.local..")))
                .should()
                .dependOnClassesThat(resideInAPackage("dev.cssc.local.."))
                .because("nothing in it is used in production"));
    }

    @Test
    void embeddedPartsAreForTheLocalStackBenchmarksAndTests() {
        check(noClasses()
                .that(DescribedPredicate.not(resideInAnyPackage(
                        "dev.cssc.common.embedded..",
                        "dev.cssc.common.testing..",
                        "dev.cssc.bench..",
                        "dev.cssc.local..")))
                .should()
                .dependOnClassesThat(resideInAnyPackage("dev.cssc.common.embedded..", "dev.cssc.common.testing.."))
                .because("production has a broker, a database and a registry of its own"));
    }

    @Test
    void statementsAreMadeByTheTransactionAlone() {
        check(noClasses()
                .that(DescribedPredicate.not(new NamedIn(Set.of("dev.cssc.common.transaction.Tx"))))
                .should()
                .callMethodWhere(DescribedPredicate.describe(
                        "createNativeQuery", call -> call.getName().equals("createNativeQuery")))
                .because("stores are written in SQL, and how that is asked is for one class to know"));
    }

    @Test
    void theCommandLineHasNoBusinessRules() {
        check(noClasses()
                .that(resideInAPackage("dev.cssc.cli.."))
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                        "dev.cssc.trigger..",
                        "dev.cssc.scan..",
                        "dev.cssc.patch..",
                        "dev.cssc.common.job..",
                        "dev.cssc.common.outbox..",
                        "io.quarkus.."))
                .because("what it may do, any other client of the API may do"));
    }

    /** A package manager is what Debian calls apt, and no name for a class that does this and that. */
    @Test
    void namesSayWhatAClassIs() {
        check(noClasses()
                .that(resideInAPackage("dev.cssc.."))
                .should()
                .haveNameMatching(".*(Util|Utils|Helper|(?<!Package)Manager|Impl)")
                .because("such a name hides that nobody knows what belongs in there"));
    }

    @Test
    void everyPackageIsNullMarked() {
        Set<String> unmarked = ProjectClasses.all().stream()
                .map(JavaClass::getPackage)
                .filter(found -> !found.isAnnotatedWith(NullMarked.class))
                .map(found -> found.getName())
                .filter(name -> name.startsWith("dev.cssc"))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(unmarked)
                .as("packages without @NullMarked in package-info.java, in which NullAway checks nothing")
                .isEmpty();
    }

    /**
     * From the sources, because the e2e module is built after this one. What stands in for faults, and what makes images and servers to try the
     * product with, is the tests' own, wherever it lies.
     */
    @Test
    void endToEndTestsSeeNoClassOfOurs() throws IOException {
        try (Stream<Path> files = Files.walk(ProjectClasses.PROJECT.resolve("e2e/src"))) {
            List<Path> sources =
                    files.filter(file -> file.toString().endsWith(".java")).toList();
            assertThat(sources).isNotEmpty();
            for (Path source : sources) {
                assertThat(Files.readAllLines(source))
                        .as("%s sees the product from outside: HTTP, Kafka and the registry", source)
                        .noneMatch(line -> line.matches(
                                "import (static )?dev\\.cssc\\.(?!e2e\\.|common\\.(testing|embedded)\\.).*"));
            }
        }
    }

    /** Classes of these names, whether they are on this module's class path or not. */
    private static final class NamedIn extends DescribedPredicate<JavaClass> {
        private final Set<String> names;

        NamedIn(Set<String> names) {
            super("named one of " + names);
            this.names = names;
        }

        @Override
        public boolean test(JavaClass candidate) {
            return names.contains(candidate.getFullName());
        }
    }
}
