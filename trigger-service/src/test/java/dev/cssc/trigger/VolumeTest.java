package dev.cssc.trigger;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.cssc.common.embedded.EmbeddedDatabase;
import dev.cssc.common.embedded.EmbeddedKafka;
import dev.cssc.common.embedded.FreePort;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The built service with a heap of 256 MB, against a stand-in registry of volume. Takes minutes, so it runs only where it is asked for,
 * after {@code ./mvnw -pl trigger-service -am package}: {@code ./mvnw -pl trigger-service surefire:test -Dtest=VolumeTest -Dcssc.volume=true}.
 */
@EnabledIfSystemProperty(named = "cssc.volume", matches = "true")
class VolumeTest {
    private static final Duration PATIENCE = Duration.ofMinutes(15);

    private final HttpClient http = HttpClient.newHttpClient();
    private String url = "";

    @TempDir
    Path scratch;

    @Test
    void aRepositoryOfAHundredThousandTagsAndAPolicyOverTwoThousandRepositoriesExpandIn256Megabytes() throws Exception {
        try (var registry = new VolumeRegistry();
                var database =
                        EmbeddedDatabase.start(scratch.resolve("database"), 0, EmbeddedDatabase.Durability.SCRATCH);
                var kafka = EmbeddedKafka.start(scratch.resolve("kafka"), 0)) {
            Process service = start(registry, database, kafka);
            try {
                await().atMost(Duration.ofMinutes(2)).until(() -> answers("/q/openapi"));
                plan(registry);
                expand(registry, "one", List.of("volume/one-100000"));
                expand(
                        registry,
                        "wide",
                        IntStream.range(0, 2_000)
                                .mapToObj(i -> "volume/r" + i + "-50")
                                .toList());
                assertThat(service.isAlive()).isTrue();
            } finally {
                service.destroy();
                service.waitFor();
            }
            String log = Files.readString(scratch.resolve("gc.log"));
            System.out.println(log.lines().skip(log.lines().count() - 5).collect(Collectors.joining("\n")));
            System.out.println("most heap used after a full collection, MB: " + fullest(log));
            assertThat(Files.readString(scratch.resolve("service.log"))).doesNotContain("OutOfMemoryError");
        }
    }

    private Process start(VolumeRegistry registry, EmbeddedDatabase database, EmbeddedKafka kafka) throws Exception {
        int port = FreePort.any();
        url = "http://127.0.0.1:" + port;
        var builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-Xlog:gc:file=" + scratch.resolve("gc.log"),
                "-jar",
                "target/quarkus-app/quarkus-run.jar");
        builder.environment()
                .putAll(Map.of(
                        "QUARKUS_HTTP_PORT",
                        String.valueOf(port),
                        "QUARKUS_DATASOURCE_REACTIVE_URL",
                        database.reactiveUrl(),
                        "QUARKUS_DATASOURCE_JDBC_URL",
                        "jdbc:" + database.reactiveUrl(),
                        "QUARKUS_DATASOURCE_USERNAME",
                        "postgres",
                        "QUARKUS_DATASOURCE_PASSWORD",
                        "postgres",
                        "KAFKA_BOOTSTRAP_SERVERS",
                        kafka.bootstrapServers(),
                        "CSSC_REGISTRIES_VOLUME_HOST",
                        registry.host(),
                        "CSSC_REGISTRIES_VOLUME_SCHEME",
                        "http",
                        "CSSC_REGISTRIES_VOLUME_ALLOW_PRIVATE_ADDRESS",
                        "true"));
        return builder.redirectErrorStream(true)
                .redirectOutput(scratch.resolve("service.log").toFile())
                .start();
    }

    private void expand(VolumeRegistry registry, String name, List<String> repositories) throws Exception {
        long before = registry.requests();
        long began = System.nanoTime();
        String run = post("/api/v1/workflows", """
                {"name":"%s","registry":"%s","schedule":"30d","runImmediately":true,"policy":%s}""".formatted(name, registry.host(), policy(repositories)))
                .path("run")
                .textValue();

        await().atMost(PATIENCE).pollInterval(Duration.ofSeconds(2)).until(() -> images(run) > 0);

        assertThat(images(run)).isEqualTo(100_000);
        System.out.printf(
                "%s: %d images of %d repositories expanded in %d s, %d requests%n",
                name,
                images(run),
                repositories.size(),
                Duration.ofNanos(System.nanoTime() - began).toSeconds(),
                registry.requests() - before);
    }

    private void plan(VolumeRegistry registry) throws Exception {
        long began = System.nanoTime();

        JsonNode plan = post(
                "/api/v1/plans",
                "{\"registry\":\"%s\",\"policy\":%s}".formatted(registry.host(), policy(List.of("volume/one-100000"))));

        assertThat(plan.path("errors").toString()).isEqualTo("[]");
        assertThat(plan.path("images").size()).isEqualTo(100_000);
        System.out.printf(
                "plan: 100000 images over REST in %d s%n",
                Duration.ofNanos(System.nanoTime() - began).toSeconds());
    }

    private static String policy(List<String> repositories) {
        return repositories.stream()
                .map(repository -> "{\"repository\":\"%s\",\"tags\":[\"*\"]}".formatted(repository))
                .collect(Collectors.joining(",", "{\"version\":\"v1\",\"repositories\":[", "]}"));
    }

    private int images(String run) throws Exception {
        JsonNode shown = send(HttpRequest.newBuilder(URI.create(url + "/api/v1/runs/" + run)));
        assertThat(shown.path("state").textValue()).isEqualTo("RUNNING");
        return shown.path("images").intValue();
    }

    private JsonNode post(String path, String body) throws Exception {
        return send(HttpRequest.newBuilder(URI.create(url + path))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private JsonNode send(HttpRequest.Builder request) throws Exception {
        HttpResponse<String> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 299);
        return new JsonMapper().readTree(answer.body());
    }

    private boolean answers(String path) {
        try {
            return http.send(
                                    HttpRequest.newBuilder(URI.create(url + path))
                                            .build(),
                                    HttpResponse.BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (Exception e) {
            return false;
        }
    }

    private static int fullest(String log) {
        return log.lines()
                .filter(line -> line.contains("Pause Full"))
                .mapToInt(line -> Integer.parseInt(line.replaceAll(".*->([0-9]+)M\\(.*", "$1")))
                .max()
                .orElse(0);
    }
}
