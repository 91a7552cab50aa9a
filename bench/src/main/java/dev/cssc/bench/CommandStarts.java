package dev.cssc.bench;

import dev.cssc.cli.command.Home;
import dev.cssc.common.embedded.EmbeddedRegistry;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Runs what a person waits for most, by the launcher, which uses a cache, and beside it by a plain JVM without launcher and cache. */
final class CommandStarts {
    private static final int TAGS = 40;

    private final Path directory;
    private final Consumer<String> announce;
    private final Path launcher = Home.project().resolve("cssc");
    private final Path program = Home.project().resolve("cli/target/cssc-cli.jar");

    CommandStarts(Path directory, Consumer<String> announce) {
        this.directory = directory;
        this.announce = announce;
    }

    /** Runs each command so many times in either way. */
    List<StartFigures> run(int rounds) {
        announce.accept("Running commands …");
        Map<String, List<String>> commands = new LinkedHashMap<>();
        commands.put("cssc version", List.of("version"));
        if (!EmbeddedRegistry.isInstalled()) {
            return figures(commands, rounds);
        }
        try (EmbeddedRegistry registry = EmbeddedRegistry.start(directory.resolve("registry"))) {
            ManyTags.push(registry.host(), TAGS);
            Path policy = Scratch.write(
                    directory.resolve("policy.json"),
                    "{\"version\":\"v1\",\"repositories\":[{\"repository\":\"" + ManyTags.REPOSITORY
                            + "\",\"tags\":[\"*\"]}]}");
            commands.put("cssc plan", List.of("plan", "--config", policy.toString(), "--registry", registry.host()));
            return figures(commands, rounds);
        }
    }

    private List<StartFigures> figures(Map<String, List<String>> commands, int rounds) {
        Map<String, List<Start>> plain = new LinkedHashMap<>();
        Map<String, List<Start>> cached = new LinkedHashMap<>();
        for (int round = 0; round <= rounds; round++) {
            boolean counts = round > 0; // the first prepares the command after a build, and has the files in memory
            commands.forEach((name, arguments) -> {
                run(plain, name, onPlainJvm(arguments), counts);
                run(cached, name, byLauncher(arguments), counts);
            });
        }
        return commands.keySet().stream()
                .flatMap(name -> List.of(
                        new StartFigures(name, StartForm.JVM, plain.getOrDefault(name, List.of())),
                        new StartFigures(name, StartForm.JVM_WITH_CACHE, cached.getOrDefault(name, List.of())))
                        .stream())
                .toList();
    }

    private void run(Map<String, List<Start>> into, String name, List<String> command, boolean counts) {
        double seconds = new TimedCommand(directory, command, Map.of()).run().seconds();
        if (counts) {
            into.computeIfAbsent(name, none -> new ArrayList<>()).add(Start.ofCommand(seconds));
        }
    }

    private List<String> byLauncher(List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(launcher.toString()));
        command.addAll(arguments);
        return command;
    }

    /** With the options of the launcher, which are chosen for quick starts too. */
    private List<String> onPlainJvm(List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-Dcssc.project=" + Home.project(),
                "-cp",
                program.toString(),
                "dev.cssc.cli.Main"));
        command.addAll(arguments);
        return command;
    }
}
