package dev.cssc.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The environment variables that a service reads: those of our own configuration interfaces, what Quarkus' extensions say they read at run
 * time, and what a Kafka client can be told.
 */
final class KnownVariables {
    private static final String MODEL = "META-INF/quarkus-config-doc/quarkus-config-model.json";
    private static final Set<String> OF_QUARKUS = ofQuarkus();
    private static final Set<String> OF_KAFKA = Stream.of(
                    AdminClientConfig.configNames(), ConsumerConfig.configNames(), ProducerConfig.configNames())
            .flatMap(Set::stream)
            .map(name -> ConfigMappings.variable("kafka." + name))
            .collect(Collectors.toSet());

    /**
     * Read by the JVM; by what reads secrets, as {@code secret-env} of a registry names one with that beginning; by OpenTelemetry; by credential
     * helpers, which inherit them.
     */
    private static final Set<String> OF_OTHERS = Set.of("JAVA_TOOL_OPTIONS", "CSSC_SECRET_*", "OTEL_*", "AWS_*");

    private final Set<String> ours;

    private KnownVariables(Set<String> ours) {
        this.ours = ours;
    }

    static KnownVariables of(String service) {
        Set<String> ours = ConfigMappings.keys(Sources.of(service, ".java")).stream()
                .map(ConfigMappings::variable)
                .collect(Collectors.toCollection(TreeSet::new));
        // Not a mapping's key: it names where more of them are, before there are mappings.
        ours.add(ConfigMappings.variable(
                Sources.only(Sources.of(service, "RegistriesFile.java"), "String KEY = \"([^\"]+)\"")));
        return new KnownVariables(ours);
    }

    boolean contains(String variable) {
        return Stream.of(ours, OF_QUARKUS, OF_KAFKA, OF_OTHERS)
                .flatMap(Set::stream)
                .anyMatch(known -> variable.matches(known.replace("*", "[A-Z0-9_]+")));
    }

    private static Set<String> ofQuarkus() {
        Set<String> variables = new TreeSet<>();
        try {
            for (URL model :
                    Collections.list(KnownVariables.class.getClassLoader().getResources(MODEL))) {
                try (InputStream json = model.openStream()) {
                    collect(new ObjectMapper().readTree(json), variables);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return variables;
    }

    /** What is fixed when a service is built is none: saying it in a pod changes nothing. */
    private static void collect(JsonNode node, Set<String> variables) {
        if (node.path("phase").asText().equals("RUN_TIME")) {
            variables.add(node.at("/path/environmentVariable").asText());
        }
        node.forEach(child -> collect(child, variables));
    }
}
