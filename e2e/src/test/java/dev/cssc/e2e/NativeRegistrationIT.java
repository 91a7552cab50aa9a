package dev.cssc.e2e;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.Map;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;

/** A native image knows by reflection only what it was told of; a record that is not fails where it is first read. */
class NativeRegistrationIT {
    /** Beside the JSON in methods that write some, and none themselves; with the reason. */
    private static final Map<String, String> OTHERS = Map.of(
            "dev.cssc.common.job.JobHandler$Repeat$As", "holds the payload that was written",
            "dev.cssc.patch.staging.StagedPatch", "its parts are written, each by itself",
            "dev.cssc.patch.staging.Question", "its parts are written, each by itself");

    /** What keeps the process that it is in, and an object of azure-identity, which is initialised at run time. */
    private static final Set<String> KEEPING =
            Set.of("dev.cssc.common.process.Owner", "dev.cssc.common.registry.AzureIdentityTokens");

    @ParameterizedTest
    @ValueSource(strings = {"trigger-service", "scan-service", "patch-service"})
    void everyTypeThatBecomesJsonIsRegistered(String service) {
        NativeSources sources = NativeSources.of(service);

        Map<String, String> types = JsonTypes.in(sources.classes());
        assertThat(types)
                .as("something is read at all")
                .containsKeys(
                        "dev.cssc.common.admin.JobView$LogLine",
                        "dev.cssc.common.event.ImageDue",
                        "dev.cssc.common.job.NewJob",
                        "dev.cssc.common.outbox.Outbox$Row");

        assertThat(unregistered(types, sources)).isEmpty();
    }

    /** Its commands and their options are compared in its own module. */
    @Test
    void everyTypeOfTheCommandThatBecomesJsonIsRegistered() {
        NativeSources sources = NativeSources.ofTheCommand();

        Map<String, String> types = JsonTypes.in(sources.classes());
        assertThat(types)
                .as("something is read at all")
                .containsKeys("dev.cssc.common.registry.ProbeReport", "dev.cssc.common.registry.ProbeCheck");

        assertThat(unregistered(types, sources)).isEmpty();
    }

    private static List<String> unregistered(Map<String, String> types, NativeSources sources) {
        return types.entrySet().stream()
                .filter(type -> !OTHERS.containsKey(type.getKey()))
                .filter(type -> !sources.reflected().contains(type.getKey()))
                .map(type -> type.getKey() + " (" + type.getValue() + ")")
                .toList();
    }

    /** Classes of a service are initialised while its image is built: what they keep must not be the builder's. */
    @ParameterizedTest
    @ValueSource(strings = {"trigger-service", "scan-service", "patch-service"})
    void noClassKeepsWhatOnlyTheRunningProgramKnows(String service) {
        NativeSources sources = NativeSources.of(service);

        assertThat(StaticState.wronglyKeptIn(sources.classes(), Set.of("com.azure", "com.microsoft.aad")))
                .as("something is read at all")
                .containsOnlyKeys(KEEPING);
        assertThat(StaticState.wronglyKeptIn(sources.classes(), sources.atRunTime()))
                .isEmpty();
    }

    /** An answer whose Java type does not say what is in it is seen by its annotation alone. */
    @ParameterizedTest
    @ValueSource(strings = {"trigger-service", "scan-service", "patch-service"})
    void everyEndpointThatReturnsAResponseSaysWhatIsInIt(String service) {
        JavaClasses classes = NativeSources.of(service).classes();

        List<JavaMethod> endpoints = classes.stream()
                .flatMap(type -> type.getMethods().stream())
                .filter(JsonTypes::isEndpoint)
                .filter(method -> method.getRawReturnType().getName().equals("jakarta.ws.rs.core.Response"))
                .toList();

        assertThat(endpoints).isNotEmpty();
        assertThat(endpoints.stream()
                        .filter(method -> !JsonTypes.saysWhatItAnswers(method))
                        .map(JavaMethod::getFullName))
                .isEmpty();
    }
}
