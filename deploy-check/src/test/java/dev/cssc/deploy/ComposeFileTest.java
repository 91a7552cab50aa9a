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
    void whereToolsAreStartedSomebodyReapsWhatTheyLeave() throws IOException {
        for (String name : List.of("scan-service", "patch-service")) {
            assertThat(service(name).path("init").asBoolean()).as(name).isTrue();
        }
    }
}
