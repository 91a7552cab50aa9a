package dev.cssc.common.embedded.trivy;

import dev.cssc.common.embedded.AptSource;
import dev.cssc.common.embedded.DebianRelease;
import dev.cssc.common.embedded.Program;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What apt would raise in a file system it is not in: this machine's apt, with that file system's list of packages and the release's sources,
 * and with state of its own.
 */
final class PendingUpgrades {
    private static final Duration LIMIT = Duration.ofMinutes(5);

    /** {@code Inst perl-base [5.36.0-7+deb12u3] (5.36.0-7+deb12u4 Debian-Security:12/oldstable-security [amd64])}. */
    private static final Pattern UPGRADE = Pattern.compile("^Inst (\\S+) \\[[^\\]]+\\] \\((\\S+) .*$");

    private final Path directory;
    private final List<String> apt;

    private PendingUpgrades(Path directory, List<String> apt) {
        this.directory = directory;
        this.apt = apt;
    }

    /**
     * Asks the release's sources.
     *
     * @param release where newer versions come from
     * @param dpkgStatus the file system's {@code var/lib/dpkg/status}
     * @param directory for apt's state
     */
    static PendingUpgrades of(DebianRelease release, String dpkgStatus, Path directory) throws IOException {
        for (String needed : List.of("state/lists/partial", "cache/archives/partial", "packages")) {
            Files.createDirectories(directory.resolve(needed));
        }
        Path sources = Files.writeString(
                directory.resolve("sources.list"),
                Stream.of(release.main(), release.security())
                        .map(PendingUpgrades::line)
                        .collect(Collectors.joining("\n", "", "\n")));
        Path status = Files.writeString(directory.resolve("status"), dpkgStatus);
        PendingUpgrades upgrades = new PendingUpgrades(
                directory,
                List.of(
                        "apt-get",
                        "--option=Dir::State=" + directory.resolve("state"),
                        "--option=Dir::Cache=" + directory.resolve("cache"),
                        "--option=Dir::State::status=" + status,
                        "--option=Dir::Etc::sourcelist=" + sources,
                        "--option=Dir::Etc::sourceparts=/dev/null",
                        "--option=Acquire::Languages=none",
                        // It drops its rights otherwise, and with them the right to this directory.
                        "--option=APT::Sandbox::User=" + System.getProperty("user.name")));
        upgrades.run("update.log", List.of("update"));
        return upgrades;
    }

    private static String line(AptSource source) {
        return source.keyring()
                .map(keyring -> source.toLine().replaceFirst("^deb ", "deb [signed-by=" + keyring + "] "))
                .orElseGet(source::toLine);
    }

    /** The newer packages, downloaded. */
    List<Path> download() throws IOException {
        String simulated = run("simulation.log", List.of("--simulate", "dist-upgrade"));
        Map<String, String> versions = new LinkedHashMap<>();
        simulated
                .lines()
                .map(UPGRADE::matcher)
                .filter(match -> match.matches())
                .forEach(match -> versions.put(match.group(1), match.group(2)));
        if (versions.isEmpty()) {
            return List.of();
        }
        List<String> command = new ArrayList<>(apt);
        command.add("download");
        versions.forEach((name, version) -> command.add(name + "=" + version));
        // apt-get puts what it downloads where it runs.
        List<String> there = new ArrayList<>(List.of("env", "--chdir=" + directory.resolve("packages")));
        there.addAll(command);
        Program.run(directory.resolve("download.log"), LIMIT, there);
        try (Stream<Path> files = Files.list(directory.resolve("packages"))) {
            return files.filter(file -> file.toString().endsWith(".deb"))
                    .sorted()
                    .toList();
        }
    }

    private String run(String log, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(apt);
        command.addAll(arguments);
        Path said = directory.resolve(log);
        Program.run(said, LIMIT, command);
        return Files.readString(said, StandardCharsets.UTF_8);
    }
}
