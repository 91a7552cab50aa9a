package dev.cssc.e2e;

import dev.cssc.common.embedded.EmbeddedRegistry;
import dev.cssc.common.testing.Transcript;
import dev.cssc.common.testing.document.Document;
import dev.cssc.common.testing.document.ShellCommand;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * Somebody with a clone reads the documents one after another and types what they show, from {@code ./cssc demo} on. Each command ends well and
 * answers what the document shows of its answer. {@code documents/commands.txt} says which are not typed, and why.
 */
class DocumentedCommandsIT {
    private static final Path PROJECT = Path.of("").toAbsolutePath().getParent();
    private static final int PORTS = 32000;
    private static final String PASSWORD = "secret";
    private static final String HASH = "$2y$05$abcdefghijklmnopqrstuuOQiyCxlgf/oeuTqixKmWdcYUh4Hjl0a";
    private static final String USER = "my-org+patcher";

    /** Programs that a machine which runs tests may be without. */
    private static final Set<String> NOT_EVERYWHERE = Set.of("helm", "kubectl");

    @TempDir
    static Path directory;

    @TempDir
    static Path outside;

    private static final CommandTable TABLE = CommandTable.read();

    private static EmbeddedRegistry guarded;
    private static Cssc cssc;
    private static DocumentShell shell;
    private static DocumentStage stage;
    private static boolean furnished;

    @BeforeAll
    static void somebodyWithAClone() throws IOException {
        Tools.need("bash", "buildah", "docker-registry", "debootstrap");
        Tools.needWhatDocumentsName();
        guarded = guardedRegistry();
        Map<String, String> environment = Map.of(
                "CSSC_BUILD",
                "never",
                "CSSC_COST_PRICE_PER_SECOND",
                "0.0001",
                "CSSC_PATCH_ENGINE",
                "buildah",
                "CSSC_PORT_BASE",
                String.valueOf(PORTS),
                "CSSC_SCAN_ENGINE",
                "package-manager",
                "CSSC_SCAN_URL",
                "http://127.0.0.1:" + (PORTS + 4),
                "DOCKER_CONFIG",
                dockerConfiguration().toString(),
                "TOKEN",
                PASSWORD);
        for (String secret : List.of(
                "db-password.txt",
                "harbor-token.txt",
                "calendar.json",
                "ca.crt",
                "client.crt",
                "client.key",
                "server.crt",
                "server.key")) {
            Files.writeString(directory.resolve(secret), PASSWORD);
        }
        Files.copy(PROJECT.resolve("deploy/buildkitd.toml"), directory.resolve("buildkitd.toml"));
        shell = new DocumentShell(PROJECT, directory, environment);
        cssc = new Cssc(directory.resolve(".cssc"), environment);
        stage = new DocumentStage(directory, cssc, guarded.host());
    }

    /** The images of the stack's own registry, for those who know the password. */
    private static EmbeddedRegistry guardedRegistry() throws IOException {
        Files.createSymbolicLink(
                outside.resolve("data"), Files.createDirectories(directory.resolve(".cssc/data/registry")));
        return EmbeddedRegistry.start(EmbeddedRegistry.Settings.in(outside).onlyFor(USER + ":" + HASH));
    }

    private static Path dockerConfiguration() throws IOException {
        String login = Base64.getEncoder().encodeToString((USER + ":" + PASSWORD).getBytes(StandardCharsets.UTF_8));
        Path docker = Files.createDirectories(outside.resolve("docker"));
        Files.writeString(
                docker.resolve("config.json"),
                "{\"auths\": {\"%s\": {\"auth\": \"%s\"}}}".formatted(guarded.host(), login));
        return docker;
    }

    @AfterAll
    static void takeTheStackDown() {
        try {
            if (cssc != null) {
                cssc.run("reset").succeeded();
            }
        } finally {
            if (guarded != null) {
                guarded.close();
            }
        }
    }

    @TestFactory
    Stream<DynamicContainer> whatTheDocumentsHavePeopleTypeDoesWhatTheySay() throws IOException {
        return Document.of(PROJECT).stream()
                .filter(document -> document.commands().stream()
                        .anyMatch(command -> TABLE.excuse(command).isEmpty()))
                .map(document -> DynamicContainer.dynamicContainer(document.name(), typed(document)));
    }

    private static Stream<DynamicTest> typed(Document document) {
        return Stream.concat(
                Stream.of(DynamicTest.dynamicTest("what it takes for granted", () -> stage.before(document))),
                document.commands().stream()
                        .filter(command -> TABLE.excuse(command).isEmpty())
                        .map(command -> DynamicTest.dynamicTest(command.toString(), () -> type(command))));
    }

    private static void type(ShellCommand command) {
        stage.before(command);
        String typed = TABLE.filled(command, command.text(), stage::value);
        String program = typed.replaceFirst("(?s)\\s.*", "");
        assumeThat(NOT_EVERYWHERE.contains(program) ? Tools.missing(program) : List.of())
                .as("skipped: not on PATH")
                .isEmpty();
        Transcript transcript = shell.run(typed);
        String answer = transcript.stdout() + transcript.stderr();
        System.out.printf("%s%n$ %s  (exit %d)%n%.2000s%n", command.where(), typed, transcript.code(), answer);
        assertThat(transcript.code()).as("%s", answer).isEqualTo(TABLE.ending(command));
        List<String> shown = command.shown().stream()
                .map(line -> TABLE.filled(command, line, stage::value))
                .toList();
        assertThat(new ShownAnswer(shown).missingIn(answer))
                .as("%s shows what is not in:%n%s", command.where(), answer)
                .isEmpty();
        if (!furnished) {
            furnished = true;
            stage.furnish();
        }
    }
}
