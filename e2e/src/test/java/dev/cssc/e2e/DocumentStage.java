package dev.cssc.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cssc.common.testing.Transcript;
import dev.cssc.common.testing.document.CodeBlock;
import dev.cssc.common.testing.document.Document;
import dev.cssc.common.testing.document.ShellCommand;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What documents take for granted: the images that they name, a policy of yesterday, a registry with a password. It is put where the commands
 * look for it, and no command of the documents is typed for it.
 */
final class DocumentStage {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /** The demonstration's own, and one whose image cannot be patched. */
    private static final Set<String> KEPT = Set.of("demo", "broken");

    private static final Pattern CREATED = Pattern.compile("workflow (?:create|import) ([a-z][a-z-]*)");

    private static final Pattern TESTED = Pattern.compile("registry test ([a-z]+) ");

    /** A block whose first line is its file's name. */
    private static final Pattern FILE_NAME = Pattern.compile("# ([\\w-]+\\.ya?ml)");

    private static final String BASE_DIGEST = "org.opencontainers.image.base.digest";

    private final Path directory;
    private final Cssc cssc;
    private final String guarded;

    /**
     * @param directory in which people type
     * @param cssc the stack that they have there
     * @param guarded address of the registry with a password
     */
    DocumentStage(Path directory, Cssc cssc, String guarded) {
        this.directory = directory;
        this.cssc = cssc;
        this.guarded = guarded;
    }

    /**
     * Once the demonstration has pushed its image: the other images of the documents, one of which cannot be patched, and a policy where ACR
     * keeps it.
     */
    void furnish() {
        String host = cssc.endpoints().registry();
        Registry registry = new Registry(host);
        for (String tag : List.of("0.9", "1.0")) {
            registry.copyAnew("demo/debian", "12", "demo/app", tag);
        }
        for (String patch : List.of("0.9-999", "1.0-2")) {
            String source =
                    registry.image("demo/app", patch.replaceFirst("-.*", "")).digest();
            registry.copyWithAnnotation("demo/debian", "12-1", "demo/app", patch, BASE_DIGEST, source);
        }
        registry.copyAnew("demo/debian", "12", "my-org/app", "1.0");
        registry.copyAnew("demo/debian", "12", "apps/web", "1.0");
        registry.copyWithFile(
                "demo/debian",
                "12",
                "broken/debian",
                "12",
                "etc/apt/apt.conf.d/99-broken",
                "DPkg::Pre-Invoke {\"false\";};\n");
        Runs runs = new Runs(cssc.endpoints().triggerUrl());
        assertThat(runs.create("broken", host, "broken/debian", "12").status()).isEqualTo(201);
        runs.start("broken");
        runs.create("taken-over", host, "demo/debian", "12");
        cssc.run("workflow", "export", "taken-over", "--to-registry").succeeded();
    }

    /** Before the first command of a document: its files, a stack that is up, and nothing of what the document makes itself. */
    void before(Document document) throws IOException {
        for (CodeBlock block : document.blocks()) {
            Matcher name = FILE_NAME.matcher(
                    block.lines().isEmpty() ? "" : block.lines().getFirst());
            if (name.matches()) {
                Files.write(directory.resolve(name.group(1)), block.lines());
            }
        }
        if (!Files.exists(directory.resolve(".cssc/endpoints.json"))) {
            return; // the first document says how that is done
        }
        String host = cssc.endpoints().registry();
        Files.writeString(directory.resolve("copa.yaml"), """
                apiVersion: copa.sh/v1alpha1
                kind: PatchConfig
                images:
                  - {name: debian, image: %s/demo/debian, tags: {strategy: list, list: ["12"]}}
                """.formatted(host));
        Set<String> created = document.commands().stream()
                .flatMap(command -> CREATED.matcher(command.text()).results())
                .map(made -> made.group(1))
                .collect(Collectors.toSet());
        for (JsonNode workflow : Http.get(api() + "/workflows").json()) {
            if (!KEPT.contains(workflow.path("name").asText())) {
                Http.delete(api() + "/workflows/" + workflow.path("name").asText());
            }
        }
        Http.get(api() + "/registries").json().forEach(this::forget);
        if (!created.contains("nightly")) {
            new Runs(cssc.endpoints().triggerUrl()).create("nightly", host, "demo/debian", "12");
        }
    }

    private void forget(JsonNode registry) {
        if (!registry.path("source").asText().equalsIgnoreCase("configuration")) {
            Http.delete(api() + "/registries/" + registry.path("name").asText() + "?force=true");
        }
    }

    /** A registry that is tried is defined, where the document itself did not do that. */
    void before(ShellCommand command) {
        Matcher tested = TESTED.matcher(command.text() + " ");
        if (tested.find() && Http.get(api() + "/registries/" + tested.group(1)).status() == 404) {
            assertThat(Http.post(api() + "/registries", """
                            {"name": "%s", "host": "%s", "scheme": "http", "allowPrivateAddress": true,
                             "credentials": {"kind": "secret-file", "username": "my-org+patcher", "file": "quay"}}
                            """.formatted(tested.group(1), guarded))
                            .status())
                    .isEqualTo(201);
        }
    }

    /** What the running stack says of a name of the table. */
    String value(String name) {
        Cssc.Endpoints endpoints = cssc.endpoints();
        return switch (name) {
            case "registry" -> endpoints.registry();
            case "kafka" -> endpoints.kafka();
            case "trigger" -> endpoints.triggerUrl().replace("http://", "");
            case "patch" -> endpoints.patchUrl().replace("http://", "");
            case "guarded" -> guarded;
            case "digest" ->
                new Registry(endpoints.registry()).image("demo/debian", "12").digest();
            case "run" ->
                Http.get(api() + "/runs?workflow=demo").json().at("/0/id").asText();
            case "scan-job" -> job(endpoints.scanUrl(), "kind=scan");
            case "failed-job" -> job(endpoints.patchUrl(), "kind=patch&state=FAILED");
            case "copied-service" -> copiedService();
            case "month" -> YearMonth.now(ZoneOffset.UTC).toString();
            default -> throw new AssertionError("nothing is known of {" + name + "}");
        };
    }

    /** For what is made beside a service: the build's own is started by others. */
    private String copiedService() {
        Tools.needJars();
        Path copy = directory.resolve("copied-service");
        if (!Files.exists(copy)) {
            Transcript.of(new ProcessBuilder(
                                    "cp",
                                    "--recursive",
                                    "--dereference",
                                    "trigger-service/target/quarkus-app",
                                    copy.toString())
                            .directory(directory.toFile()))
                    .succeeded();
        }
        return copy.toString();
    }

    private static String job(String service, String which) {
        return await().atMost(PATIENCE)
                .until(
                        () -> Http.get(service + "/api/v1/jobs?" + which)
                                .json()
                                .findPath("id")
                                .asText(),
                        id -> !id.isEmpty());
    }

    private String api() {
        return cssc.endpoints().triggerUrl() + "/api/v1";
    }
}
