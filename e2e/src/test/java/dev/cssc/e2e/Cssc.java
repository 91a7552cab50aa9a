package dev.cssc.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cssc.common.testing.Transcript;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import static org.awaitility.Awaitility.await;

/** The command {@code ./cssc}, run as a person would, with a home of its own so that it disturbs no other stack of the machine. */
final class Cssc {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path project = Path.of("").toAbsolutePath().getParent();
    private final Path home;
    private final Map<String, String> environment;

    Cssc(Path home, Map<String, String> environment) {
        this.home = home;
        this.environment = environment;
    }

    /** Runs it to its end; at most ten minutes. */
    Transcript run(String... arguments) {
        List<String> command = new ArrayList<>(List.of(project.resolve("cssc").toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).directory(project.toFile());
        builder.environment().put("CSSC_HOME", home.toString());
        // All is packaged before these tests; other modules may just be read from what a build would write anew.
        builder.environment().put("CSSC_BUILD", "never");
        builder.environment().putAll(environment);
        Transcript transcript = Transcript.of(builder);
        System.out.printf(
                "$ ./cssc %s  (exit %d)%n%s%s%n",
                String.join(" ", arguments), transcript.code(), transcript.stdout(), transcript.stderr());
        return transcript;
    }

    /** Kills a part as the kernel would for want of memory: no farewell. */
    void kill(String part) {
        kill(process(part));
    }

    /** The same with a process that was looked up before, so that nothing happens between the wish and the deed. */
    static void kill(ProcessHandle process) {
        process.destroyForcibly();
        await().atMost(Duration.ofSeconds(10)).until(() -> !process.isAlive());
    }

    /** The process that a part is now. */
    ProcessHandle process(String part) {
        long pid = run("status")
                .stdout()
                .lines()
                .map(line -> line.trim().split("\\s+"))
                .filter(columns -> columns[0].equals(part))
                .map(columns -> Long.parseLong(columns[2]))
                .findFirst()
                .orElseThrow();
        return ProcessHandle.of(pid).orElseThrow();
    }

    /** {@code .cssc/endpoints.json} of the running stack. */
    Endpoints endpoints() {
        try {
            JsonNode node = JSON.readTree(Files.readString(home.resolve("endpoints.json"), StandardCharsets.UTF_8));
            return new Endpoints(
                    node.required("registry").asText(),
                    node.required("triggerUrl").asText(),
                    node.required("scanUrl").asText(),
                    node.required("patchUrl").asText(),
                    node.required("kafka").asText(),
                    node.required("postgres").asText());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where the parts of the stack are. */
    record Endpoints(
            String registry, String triggerUrl, String scanUrl, String patchUrl, String kafka, String postgres) {}
}
