package dev.cssc.common.testing;

import dev.cssc.common.embedded.Program;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A real RPM repository of tiny packages, built by {@code rpmbuild} and indexed by {@code createrepo_c}. Each package has one file,
 * {@code /usr/share/NAME/version}.
 */
public final class RpmRepository {
    private static final Duration LIMIT = Duration.ofMinutes(2);

    private final Path directory;
    private final List<String> specs = new ArrayList<>();

    private RpmRepository(Path directory) {
        this.directory = directory;
    }

    /** For conditions: whether one can be made here. */
    public static boolean isPossible() {
        List<String> missing = Stream.of("rpm", "rpmbuild", "createrepo_c", "modifyrepo_c", "dnf", "zypper")
                .filter(program -> !Program.isInstalled(program))
                .toList();
        boolean required = System.getenv("CSSC_REQUIRE_TOOLS") != null && System.getenv("CSSC_WITHOUT_RPM") == null;
        if (!missing.isEmpty() && required) {
            throw new AssertionError("not on PATH, though CSSC_REQUIRE_TOOLS is set: " + missing);
        }
        return missing.isEmpty();
    }

    /** An empty one below an existing directory. */
    public static RpmRepository in(Path directory) {
        return new RpmRepository(directory);
    }

    /**
     * A package for any architecture; built where the repository is {@link #indexed}, all by one call, since each start of rpmbuild costs.
     *
     * @param version {@code [epoch:]version-release}
     * @param requires names of packages that it needs
     */
    public RpmRepository with(String name, String version, String... requires) throws IOException {
        String epoch = version.contains(":") ? version.substring(0, version.indexOf(':')) : "";
        String[] parts = version.substring(version.indexOf(':') + 1).split("-", 2);
        Path spec = Files.createDirectories(directory.resolve("specs"))
                .resolve(name + "-" + parts[0] + "-" + parts[1] + ".spec");
        Files.writeString(spec, """
                Name: %s
                Version: %s
                Release: %s
                %s
                %s
                Summary: An example
                License: MIT
                BuildArch: noarch
                %%description
                An example.
                %%install
                mkdir -p %%{buildroot}/usr/share/%1$s
                echo %2$s-%3$s > %%{buildroot}/usr/share/%1$s/version
                %%files
                /usr/share/%1$s/version
                """.formatted(
                        name,
                        parts[0],
                        parts[1],
                        epoch.isEmpty() ? "" : "Epoch: " + epoch,
                        requires.length == 0 ? "" : "Requires: " + String.join(" ", requires)));
        specs.add(spec.toString());
        return this;
    }

    /** Builds the packages and indexes them. */
    public RpmRepository indexed() {
        List<String> build = new ArrayList<>(
                List.of("rpmbuild", "-bb", "--quiet", "--define=_topdir " + directory.resolve("rpmbuild")));
        build.addAll(specs);
        run(build.toArray(String[]::new));
        run("createrepo_c", "--quiet", packages().toString());
        return this;
    }

    /** Adds advisories, in the form of {@code updateinfo.xml}. */
    public RpmRepository advising(String updateinfo) throws IOException {
        Path file = Files.writeString(directory.resolve("updateinfo.xml"), updateinfo);
        run(
                "modifyrepo_c",
                "--mdtype=updateinfo",
                file.toString(),
                packages().resolve("repodata").toString());
        return this;
    }

    /** The directory that package managers read. */
    public Path packages() {
        return directory.resolve("rpmbuild/RPMS/noarch");
    }

    /** The file of a package. */
    public Path file(String name, String version) {
        return packages().resolve(name + "-" + version.substring(version.indexOf(':') + 1) + ".noarch.rpm");
    }

    private void run(String... command) {
        Program.run(directory.resolve("rpm.log"), LIMIT, List.of(command));
    }
}
