package dev.cssc.patch.engine.copa;

import dev.cssc.common.embedded.DebianImage;
import dev.cssc.common.embedded.DebianRelease;
import dev.cssc.common.event.OperatingSystem;
import dev.cssc.common.event.PackageUpgrade;
import dev.cssc.common.image.Digest;
import dev.cssc.common.image.PinnedImage;
import dev.cssc.common.image.Platform;
import dev.cssc.common.image.Repository;
import dev.cssc.common.image.Tag;
import dev.cssc.common.process.ChildProcesses;
import dev.cssc.common.process.Command;
import dev.cssc.common.process.Ended;
import dev.cssc.common.process.Executables;
import dev.cssc.patch.engine.PatchRequest;
import dev.cssc.patch.engine.TestRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whether BuildKit forgets, with the real one that {@code CSSC_BUILDKIT_ADDR} names. Like Copa's for RPM, the build here has a step that may be
 * cached, and others on top of it, without which the step would be easy to forget.
 */
@EnabledIfEnvironmentVariable(
        named = "CSSC_BUILDKIT_ADDR",
        matches = ".+",
        disabledReason = "no BuildKit named by CSSC_BUILDKIT_ADDR")
@EnabledIf(
        value = "dev.cssc.patch.engine.copa.FreshRepositoriesTest#buildctlIsInstalled",
        disabledReason = "no buildctl on PATH")
class FreshRepositoriesTest {
    @TempDir
    Path directory;

    private final ChildProcesses processes = new ChildProcesses();
    private final String address = System.getenv("CSSC_BUILDKIT_ADDR");

    static boolean buildctlIsInstalled() {
        return Executables.find("buildctl").isPresent();
    }

    @Test
    void aStepOfAnEarlierCallIsDoneAnewForRpmAndImagesAreNotPulledAgain() throws IOException {
        try (TestRegistry registry = new TestRegistry(directory.resolve("registry"))) {
            Repository repository = new Repository(registry.host(), "base");
            Digest base = new Digest(DebianImage.of(DebianRelease.ofThisMachine(DebianRelease.BOOKWORM), message -> {})
                    .push(registry.host(), "base", "1"));
            Files.writeString(
                    directory.resolve("Dockerfile"),
                    "FROM %s@%s\nUSER root\nRUN echo dnf upgrade %s > /tmp/first\nRUN cat /tmp/first > /tmp/second\n"
                            .formatted(repository, base, UUID.randomUUID()));
            assertThat(cachedSteps()).isZero();
            assertThat(cachedSteps()).as("both, as BuildKit does by itself").isEqualTo(2);

            before(repository, base, "debian");
            assertThat(cachedSteps()).as("nothing is forgotten for apt").isEqualTo(2);
            before(repository, base, "rocky");

            assertThat(cachedSteps()).isZero();
        }
    }

    private void before(Repository repository, Digest base, String family) {
        BuildKit buildKit = BuildKits.of(TestCopa.config("copa", address)).of(repository);
        PatchRequest request = new PatchRequest(
                new PinnedImage(repository, new Tag("1"), base),
                base,
                Platform.host(),
                new OperatingSystem(family, "9"),
                List.of(new PackageUpgrade("xz", "1", "2", List.of())),
                repository,
                new Tag("temporary"),
                directory);
        new FreshRepositories(processes, "buildctl").before(request, buildKit, directory);
    }

    /** Builds, and answers how many of the two steps were answered from the cache. */
    private long cachedSteps() {
        Ended ended = processes.run(new Command(
                List.of(
                        "buildctl",
                        "--addr=" + address,
                        "build",
                        "--frontend=dockerfile.v0",
                        "--local=context=" + directory,
                        "--local=dockerfile=" + directory,
                        "--progress=plain"),
                Map.of("HOME", directory.toString()),
                directory,
                Duration.ofMinutes(3),
                1_000_000));
        String said = ended.stderrTail(1_000_000);
        assertThat(ended.exitCode("building")).as(said).isZero();
        List<String> steps = said.lines()
                .filter(line -> line.contains("] RUN "))
                .map(line -> line.substring(0, line.indexOf(' ')))
                .distinct()
                .toList();
        assertThat(steps).as(said).hasSize(2);
        return steps.stream()
                .filter(step -> said.lines().anyMatch(line -> line.equals(step + " CACHED")))
                .count();
    }
}
