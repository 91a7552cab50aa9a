package dev.cssc.scan.engine.packagemanager;

import dev.cssc.common.buildah.RootFilesystem;
import dev.cssc.common.process.ChildProcesses;
import dev.cssc.common.process.Command;
import dev.cssc.common.process.Ended;
import dev.cssc.common.testing.RpmRepository;
import io.smallrye.config.SmallRyeConfigBuilder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A tiny distribution: a real RPM repository of empty packages in two versions, one of them with an advisory, and roots in which the older
 * ones are installed. The real package managers of this machine look at them.
 */
final class RpmDistribution {

    private static final Duration LONG = Duration.ofMinutes(2);

    private static final String ADVISORY = """
            <updates><update from="security@example.org" status="final" type="security" version="1">
            <id>EXSA-2026:0001</id><title>Important: curl</title><severity>Important</severity>
            <issued date="2026-01-10 14:32:00"/><updated date="2026-01-10 14:32:00"/><release>9</release>
            <summary>curl</summary><description>An update.</description>
            <references><reference href="https://example.org/" id="CVE-2026-1" type="cve" title="CVE-2026-1"/></references>
            <pkglist><collection short="example"><name>example</name>
            <package name="curl" version="1.0" release="2" epoch="0" arch="noarch" src="curl-1.0-2.src.rpm">
            <filename>curl-1.0-2.noarch.rpm</filename></package>
            </collection></pkglist></update></updates>
            """;

    private final Path directory;
    private final RpmRepository repository;
    private final ChildProcesses processes = new ChildProcesses();

    private RpmDistribution(Path directory, RpmRepository repository) {
        this.directory = directory;
        this.repository = repository;
    }

    /** For conditions: whether it can be made and looked at here. */
    static boolean isPossible() {
        return "root".equals(System.getProperty("user.name")) && RpmRepository.isPossible();
    }

    /** Builds packages and repositories. */
    static RpmDistribution in(Path directory) throws IOException {
        RpmRepository repository = RpmRepository.in(directory);
        for (String name : List.of("curl", "tzdata")) {
            for (String release : List.of("1", "2")) {
                repository.with(name, "1.0-" + release);
            }
        }
        RpmDistribution made = new RpmDistribution(directory, repository.indexed());
        Path plain = Files.createDirectories(directory.resolve("plain"));
        made.call("cp", "--recursive", repository.packages().resolve(".").toString(), plain.toString());
        repository.advising(ADVISORY);
        return made;
    }

    /** URL of the repository with an advisory. */
    String withAdvisories() {
        return repository.packages().toUri().toString();
    }

    /** URL of the repository with the same packages and no advisories. */
    String withoutAdvisories() {
        return directory.resolve("plain").toUri().toString();
    }

    /** A root with the older packages and these repositories. */
    RpmInspection inspection(String name, RpmTool tool, List<String> repositories) throws IOException {
        Path root = Files.createDirectories(directory.resolve(name));
        for (String folder : List.of("etc/yum.repos.d", "etc/zypp/repos.d", "var/cache")) {
            Files.createDirectories(root.resolve(folder));
        }
        StringBuilder file = new StringBuilder();
        for (String url : repositories) {
            String id = "r" + file.length();
            file.append("[%s]\nname=%s\nbaseurl=%s\nenabled=1\ngpgcheck=0\n".formatted(id, id, url));
        }
        Files.writeString(root.resolve("etc/yum.repos.d/example.repo"), file);
        Files.writeString(root.resolve("etc/zypp/repos.d/example.repo"), file);
        call(
                "rpm",
                "--root=" + root,
                "--install",
                "--nosignature",
                repository.file("curl", "1.0-1").toString(),
                repository.file("tzdata", "1.0-1").toString());
        ImagePrograms programs = (argv, timeout) -> run(inRoot(root, argv), timeout);
        InspectedImage image = new InspectedImage(
                programs,
                new RootFilesystem(root),
                Map.of("/var/cache", root.resolve("var/cache")),
                new SmallRyeConfigBuilder()
                        .withMapping(PackageManagerConfig.class)
                        .build()
                        .getConfigMapping(PackageManagerConfig.class),
                "scanning " + name);
        return new RpmInspection(image, tool);
    }

    /** The same command, on a root instead of in it. */
    private static List<String> inRoot(Path root, List<String> argv) {
        List<String> there = new ArrayList<>(argv);
        there.addAll(
                1,
                switch (argv.getFirst()) {
                    case "dnf" ->
                        List.of(
                                "--installroot=" + root,
                                "--releasever=9",
                                "--setopt=reposdir=" + root.resolve("etc/yum.repos.d"),
                                "--setopt=cachedir=" + root.resolve("var/cache/dnf"));
                    default -> List.of("--root", root.toString());
                });
        return there;
    }

    private void call(String... argv) {
        Ended ended = run(List.of(argv), LONG);
        if (ended.exitCode(argv[0]) != 0) {
            throw new AssertionError(List.of(argv) + ": " + ended.stderrTail(2_000));
        }
    }

    private Ended run(List<String> argv, Duration timeout) {
        return processes.run(new Command(
                argv, Map.of("LC_ALL", "C.UTF-8", "HOME", directory.toString()), directory, timeout, 1 << 22));
    }
}
