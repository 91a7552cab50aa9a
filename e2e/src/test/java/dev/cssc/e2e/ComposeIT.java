package dev.cssc.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cssc.common.embedded.FreePort;
import dev.cssc.common.testing.document.Document;
import dev.cssc.common.testing.document.ShellCommand;
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
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * {@code docker-compose.yml} as it is, on an engine of containers: images built by {@code deploy/Containerfile.jvm} of the jars that this build
 * made, the stack brought up, an image patched through it, a backup made and gone back to, the stack taken down. What documents show for that is
 * {@linkplain #typed typed} as it stands there. Bases are {@linkplain Bases stand-ins}, Trivy's database is an example, and Buildah patches in
 * place of Copa and BuildKit, which need more than this test brings ({@code deploy/compose.buildah.yml}, which {@code COMPOSE_FILE} names beside
 * the other).
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ComposeIT {
    private static final Path PROJECT = Path.of("").toAbsolutePath().getParent();
    static final List<String> SERVICES = List.of("trigger-service", "scan-service", "patch-service");
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
                scratch,
                List.of(PROJECT.resolve("docker-compose.yml"), PROJECT.resolve("deploy/compose.buildah.yml")),
                environment(registryPort, triggerPort));
        registry = new Registry("127.0.0.1:" + registryPort);
        runs = new Runs("http://127.0.0.1:" + triggerPort);

        compose.run("--profile", "demo", "build").succeeded();
        compose.run("up", "--detach", "--wait", "--wait-timeout", "180", "registry")
                .succeeded();
        new Cssc(scratch, Map.of())
                .run("example-database", "127.0.0.1:" + registryPort + "/trivy-db:2")
                .succeeded();
        typed("JARS_FROM=compiled docker compose up --build --wait");
    }

    /** What a document has people type, to its good end. */
    private static String typed(String command) throws IOException {
        return compose.typed(documented(command)).succeeded().stdout();
    }

    private static String documented(String command) throws IOException {
        assertThat(Document.of(PROJECT).stream()
                        .flatMap(document -> document.commands().stream())
                        .map(ShellCommand::text))
                .as("commands of the documents")
                .contains(command);
        return command;
    }

    private static Map<String, String> environment(int registryPort, int triggerPort) throws IOException {
        Map<String, String> environment = new HashMap<>(Bases.VARIABLES);
        environment.put("COMPOSE_PROJECT_NAME", "cssc-e2e");
        environment.put("BUILDKIT_PROGRESS", "plain");
        environment.put("CSSC_REGISTRY_PORT", String.valueOf(registryPort));
        environment.put("CSSC_PORT", String.valueOf(triggerPort));
        environment.put("JARS_FROM", "compiled");
        environment.put("REVISION", "0123456789ab");
        // Where it is seen from the directory in which commands are typed.
        environment.put(
                "CSSC_SECRETS",
                Files.createDirectories(scratch.resolve("deploy/compose-secrets"))
                        .toString());
        environment.put("TOKEN", "secret");
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
    void theDemonstrationPatchesAnImageThroughTheComposedStack() throws IOException {
        assertThat(typed("docker compose run --rm --build demo"))
                .contains("PATCHED", "registry:5000/demo/debian:12-1", "docker compose run --rm demo");

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
    void aSecondDemonstrationSaysThatNothingIsDue() throws IOException {
        assertThat(typed("docker compose run --rm --build demo"))
                .containsIgnoringCase("nothing")
                .contains("12-1");
        assertThat(registry.tags("demo/debian")).containsExactly("12", "12-1");
    }

    @Test
    @Order(3)
    void theCommandReachesTheServicesFromItsContainer() throws IOException {
        assertThat(typed("docker compose run --rm demo image show registry:5000/demo/debian:12"))
                .contains(SOURCE, "12-1");
        assertThat(typed("docker compose run --rm demo job list --state FAILED"))
                .contains("No job of the scan service matches.");
    }

    @Test
    @Order(4)
    void aSecretThatIsPutThereIsReadByTheServicesAndByNobodyElse() throws IOException {
        typed("printf %s \"$TOKEN\" | sudo install --owner=10001 --mode=0400 /dev/stdin deploy/compose-secrets/quay");

        Path secret = scratch.resolve("deploy/compose-secrets/quay");
        assertThat(Files.getPosixFilePermissions(secret)).containsExactly(PosixFilePermission.OWNER_READ);
        for (String service : SERVICES) {
            assertThat(inside(service, "cat /etc/cssc/secrets/quay"))
                    .as(service)
                    .isEqualTo("secret");
        }
    }

    @Test
    @Order(4)
    void aServiceSaysWhichVersionItIsAndOfWhichCommitItsImage() {
        String version = inside("trigger-service", "curl --silent http://127.0.0.1:8080/q/health/started");

        assertThat(version)
                .containsPattern("\"version\": *\"\\d+\\.\\d+\\.\\d+")
                .contains("\"revision\"");
        assertThat(compose.run("ps", "--format", "json", "trigger-service")
                        .succeeded()
                        .stdout())
                .as("labels of the container, with those of its image")
                .contains(
                        "org.opencontainers.image.revision=0123456789ab",
                        "org.opencontainers.image.licenses=Apache-2.0",
                        "org.opencontainers.image.version=0.1.0");
        assertThat(inside("trigger-service", "head -n 3 /licenses/LICENSE")).contains("Apache License");
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
    @FieldSource("SERVICES")
    @Order(4)
    void aServiceStartsWithTheCacheThatItsImageWasBuiltWith(String service) throws IOException {
        String shown = documented("java -XX:AOTCache=DIRECTORY/app.aot"
                + " -Djava.util.logging.manager=org.jboss.logmanager.LogManager -jar DIRECTORY/rehearsed-run.jar");
        assertThat(inside(service, "cat /app/java.options").split(" "))
                .contains(shown.replace("DIRECTORY", "/app")
                        .replaceFirst("^java ", "")
                        .split(" "));
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

    /** Kafka then holds as delivered what the database no longer knows, and is told so: what comes twice does nothing. */
    @Test
    @Order(6)
    void aBackupIsGoneBackTo() throws IOException {
        typed("docker compose exec -T postgres pg_dump --username=cssc --format=custom cssc > backup.dump");
        assertThat(runs.create("made-after-the-backup", "registry:5000", "demo/debian", "12")
                        .status())
                .isEqualTo(201);

        typed("docker compose stop trigger-service scan-service patch-service");
        typed(
                "docker compose exec -T postgres pg_restore --username=cssc --dbname=postgres --clean --if-exists --create"
                        + " --exit-on-error < backup.dump");
        assertThat(typed("docker compose exec -T kafka /opt/kafka/bin/kafka-consumer-groups.sh --bootstrap-server"
                        + " kafka:9092 --all-groups --all-topics --reset-offsets --to-datetime 2026-11-28T03:00:00.000"
                        + " --execute"))
                .contains("cssc-trigger", "cssc-scan", "cssc-patch");
        typed("docker compose up --wait");

        assertThat(runs.create("made-after-the-backup", "registry:5000", "demo/debian", "12")
                        .status())
                .as("nobody knows it, so it can be made")
                .isEqualTo(201);
        assertThat(runs.state(SOURCE)).isIn("PATCHED", "CLEAN");
        JsonNode run = runs.ended(runs.start("made-after-the-backup"), Duration.ofMinutes(5));
        assertThat(run.path("state").asText()).isEqualTo("FINISHED");
        assertThat(runs.images(run.path("id").asText()).toString()).contains("NOTHING_TO_PATCH");
        assertThat(registry.tags("demo/debian")).containsExactly("12", "12-1");
    }

    /** What the shell in a service's container prints. */
    private static String inside(String service, String script) {
        List<String> command = new ArrayList<>(List.of("exec", "-T", service, "sh", "-c", script));
        return compose.run(command.toArray(String[]::new)).succeeded().stdout().strip();
    }
}
