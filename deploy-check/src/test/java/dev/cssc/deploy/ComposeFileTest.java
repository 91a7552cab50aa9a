package dev.cssc.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/** What the composed stack promises. That it runs is tested with an engine, end to end. */
class ComposeFileTest {

    private static JsonNode service(String name) throws IOException {
        JsonNode service = new YAMLMapper()
                .readTree(Helm.PROJECT.resolve("docker-compose.yml").toFile())
                .path("services")
                .path(name);
        assertThat(service.isObject()).as(name).isTrue();
        return service;
    }

    @Test
    void aServiceHasTheMemoryThatItHasOnKubernetes() throws IOException {
        Objects chart = Objects.of(ValueSet.DEFAULTS);
        for (String name : Objects.SERVICES) {
            var limit = chart.deployment(name)
                    .getSpec()
                    .getTemplate()
                    .getSpec()
                    .getContainers()
                    .get(0)
                    .getResources()
                    .getLimits()
                    .get("memory");
            assertThat(service(name).path("mem_limit").asText())
                    .as(name)
                    .isEqualTo(limit.toString().replace("Gi", "g"));
        }
        assertThat(service("demo").path("mem_limit").asText()).matches("\\d+[mg]");
    }

    /** The server of the first start, which makes the database and is gone again, listens on the socket alone. */
    @Test
    void theDatabaseIsReadyWhenItAnswersWhereTheServicesAsk() throws IOException {
        assertThat(service("postgres").at("/healthcheck/test").toString()).contains("pg_isready", "--host=127.0.0.1");
    }

    @Test
    void whereToolsAreStartedSomebodyReapsWhatTheyLeave() throws IOException {
        for (String name : List.of("scan-service", "patch-service")) {
            assertThat(service(name).path("init").asBoolean()).as(name).isTrue();
        }
    }
}
