package dev.cssc.e2e;

import dev.cssc.common.embedded.FreePort;
import dev.cssc.common.testing.Transcript;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * {@code docker-compose.yml} as it is, on an engine of containers: images built by {@code deploy/Containerfile.jvm}, the stack brought up, an
 * image patched through it, the stack taken down. Bases are {@linkplain Bases stand-ins}, Trivy's database is an example, and Buildah patches in
 * place of Copa and BuildKit, which need more than this test brings ({@code deploy/compose.buildah.yml}).
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ComposeIT {
    private static final Path PROJECT = Path.of("").toAbsolutePath().getParent();
    private static final String SOURCE = "registry:5000/demo/debian:12";

    /** Removed by the engine's end: what it mounts is no business of JUnit's. */
    @TempDir(cleanup = CleanupMode.NEVER)
    static Path engineDirectory;

    @TempDir
    static Path scratch;

    private static DockerEngine engine;
    private static Compose compose;
    private static Registry registry;
    private static Runs runs;

    @BeforeAll
    static void theStackIsBuiltAndUp() throws IOException {
        Tools.need("debootstrap");
        Tools.needTrivy();
        Tools.needJars();
        engine = DockerEngine.start(engineDirectory);
        List<String> program = Compose.program(scratch);
        new Cssc(scratch, Map.of()).run("status"); // builds what is not built
        Bases.in(Files.createDirectory(scratch.resolve("bases")), PROJECT.resolve("local/target/lib"))
                .build(program, engine.host());

        int registryPort = FreePort.any();
        int triggerPort = FreePort.any();
        compose = new Compose(
                program,
                engine.host(),
                Files.createDirectory(scratch.resolve("docker")),
                PROJECT,
                List.of("docker-compose.yml", "deploy/compose.buildah.yml"),
                environment(registryPort, triggerPort));
        registry = new Registry("127.0.0.1:" + registryPort);
        runs = new Runs("http://127.0.0.1:" + triggerPort);

        compose.run("--profile", "demo", "build").succeeded();
        compose.run("up", "--detach", "--wait", "--wait-timeout", "180", "registry")
                .succeeded();
        new Cssc(scratch, Map.of())
                .run("example-database", "127.0.0.1:" + registryPort + "/trivy-db:2")
                .succeeded();
        compose.run("up", "--detach", "--wait", "--wait-timeout", "400").succeeded();
    }

    private static Map<String, String> environment(int registryPort, int triggerPort) throws IOException {
        Map<String, String> environment = new HashMap<>(Bases.VARIABLES);
        environment.put("COMPOSE_PROJECT_NAME", "cssc-e2e");
        environment.put("BUILDKIT_PROGRESS", "plain");
        environment.put("CSSC_REGISTRY_PORT", String.valueOf(registryPort));
        environment.put("CSSC_PORT", String.valueOf(triggerPort));
        environment.put(
                "CSSC_SECRETS",
                Files.createDirectory(scratch.resolve("secrets")).toString());
        environment.put("CSSC_SCAN_TRIVY_DB_REPOSITORY", "registry:5000/trivy-db:2");
        return environment;
    }

    @AfterAll
    static void theStackIsTakenDownAndLeavesNothing() throws IOException {
        try {
            if (compose != null) {
                compose.run("logs", "--no-color", "--tail", "200");
                compose.run("--profile", "demo", "down", "--volumes", "--timeout", "20")
                        .succeeded();
                assertThat(compose.run("ps", "--all", "--quiet").stdout()).isBlank();
            }
        } finally {
            if (engine != null) {
                engine.close();
            }
        }
    }

    @Test
    @Order(1)
    void theDemonstrationPatchesAnImageThroughTheComposedStack() {
        Transcript demo = compose.run("run", "--rm", "-T", "demo").succeeded();

        assertThat(demo.stdout()).contains("PATCHED", "registry:5000/demo/debian:12-1", "docker compose run --rm demo");
        PublishedPatch patch = PublishedPatch.of(registry, "demo/debian", "12", "12-1");
        patch.isTheSourceWithOneCleanLayer(SOURCE);
        assertThat(patch.holdsWhatIsToldToBeFixed(runs.image(SOURCE).at("/patched/fixed")))
                .isNotEmpty();
        assertThat(runs.image(SOURCE).get("patched").toString()).contains("CVE-");
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() ->
                        assertThat(registry.tags("cssc-staging/demo/debian")).isEmpty());
    }

    @Test
    @Order(2)
    void aSecondDemonstrationSaysThatNothingIsDue() {
        Transcript second = compose.run("run", "--rm", "-T", "demo").succeeded();

        assertThat(second.stdout()).containsIgnoringCase("nothing").contains("12-1");
        assertThat(registry.tags("demo/debian")).containsExactly("12", "12-1");
    }

    @Test
    @Order(3)
    void theCommandReachesTheServicesFromItsContainer() {
        assertThat(compose.run("run", "--rm", "-T", "demo", "image", "show", SOURCE)
                        .succeeded()
                        .stdout())
                .contains(SOURCE, "12-1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"trigger-service", "scan-service"})
    @Order(4)
    void aServiceIsNobodyCannotChangeItsFilesAndHasNoRights(String service) {
        assertThat(inside(service, "id -u")).isEqualTo("10001");
        assertThat(inside(service, "touch /app/new 2>&1 || true")).contains("Read-only file system");
        assertThat(inside(service, "grep -E 'CapEff|NoNewPrivs' /proc/1/status | tr -s '\\t\\n' ' '")
                        .strip())
                .isEqualTo("CapEff: 0000000000000000 NoNewPrivs: 1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"trigger-service", "scan-service", "patch-service"})
    @Order(4)
    void aServiceStartsWithTheCacheThatItsImageWasBuiltWith(String service) {
        assertThat(compose.run("logs", "--no-color", "--no-log-prefix", service)
                        .succeeded()
                        .stdout())
                .contains("started with the AOT cache /app/app.aot")
                .doesNotContain("[error][aot]");
    }

    @Test
    @Order(5)
    void theBrokersImageServesTestcontainersAsWell() throws IOException {
        try (ContainerBroker broker = ContainerBroker.start(scratch, engine.host(), "cssc-bases/kafka:1")) {
            KafkaClient client = new KafkaClient(broker.servers());
            client.create("from-a-container");
            client.produce("from-a-container", "hello");

            assertThat(client.records("from-a-container"))
                    .extracting(ConsumerRecord::value)
                    .containsExactly("hello");
        }
    }

    /** What the shell in a service's container prints. */
    private static String inside(String service, String script) {
        List<String> command = new ArrayList<>(List.of("exec", "-T", service, "sh", "-c", script));
        return compose.run(command.toArray(String[]::new)).succeeded().stdout().strip();
    }
}
