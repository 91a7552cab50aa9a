package dev.cssc.e2e;

import dev.cssc.common.testing.Transcript;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * Docker Compose on some files, against one engine and with a configuration of its own.
 *
 * @param program {@code docker-compose}, or {@code docker compose}
 * @param engine as {@code DOCKER_HOST} names it
 * @param home for Docker's own configuration
 * @param directory where its commands are typed
 * @param files what is composed
 * @param environment besides, what the files ask for
 */
record Compose(
        List<String> program,
        String engine,
        Path home,
        Path directory,
        List<Path> files,
        Map<String, String> environment) {

    /** Compose as it is on this machine, in version 2 or newer; without it the test is skipped or fails as {@link Tools#need} has it. */
    static List<String> program(Path scratch) {
        for (List<String> candidate : List.of(List.of("docker-compose"), List.of("docker", "compose"))) {
            if (Tools.missing(candidate.getFirst()).isEmpty()) {
                Compose asked = new Compose(candidate, "", scratch, scratch, List.of(), Map.of());
                Transcript version = asked.run("version", "--short");
                if (version.code() == 0 && version.stdout().strip().matches("v?([2-9]|\\d{2,})\\..*")) {
                    return candidate;
                }
            }
        }
        if (System.getenv("CSSC_REQUIRE_TOOLS") != null) {
            throw new AssertionError("no Docker Compose of version 2 on PATH, though CSSC_REQUIRE_TOOLS is set");
        }
        assumeThat(true)
                .as("skipped: no Docker Compose of version 2 on PATH; .ci/run builds it")
                .isFalse();
        return List.of();
    }

    /** Runs a command of Compose to its end; at most ten minutes. */
    Transcript run(String... arguments) {
        List<String> command = new ArrayList<>(program);
        command.addAll(List.of(arguments));
        return transcript(String.join(" ", command), command);
    }

    /**
     * The same with what somebody types: a line of the shell with {@code docker compose} in it, which composes these files as it names no
     * others. Who runs this is root, with or without {@code sudo}.
     */
    Transcript typed(String line) {
        String script = "sudo() { \"$@\"; }\n"
                + (program.getFirst().equals("docker")
                        ? ""
                        : "docker() { shift; command " + program.getFirst() + " \"$@\"; }\n")
                + line;
        return transcript(line, List.of("bash", "-c", script));
    }

    private Transcript transcript(String shown, List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
        builder.environment().put("DOCKER_HOST", engine);
        builder.environment().put("DOCKER_CONFIG", home.toString());
        builder.environment().remove("DOCKER_CONTEXT");
        if (!files.isEmpty()) {
            builder.environment()
                    .put(
                            "COMPOSE_FILE",
                            files.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)));
        }
        builder.environment().putAll(environment);
        Transcript transcript = Transcript.of(builder);
        System.out.printf(
                "$ %s  (exit %d)%n%s%s%n", shown, transcript.code(), transcript.stdout(), transcript.stderr());
        return transcript;
    }
}
