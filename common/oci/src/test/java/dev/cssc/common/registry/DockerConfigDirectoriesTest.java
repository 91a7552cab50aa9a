package dev.cssc.common.registry;

import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.image.Repository;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Set;

import static dev.cssc.common.registry.FakeRegistry.failure;
import static org.assertj.core.api.Assertions.assertThat;

class DockerConfigDirectoriesTest {
    private static final Duration STEP = Duration.ofMinutes(10);
    private static final Set<RepositoryAccess> ONE = Set.of(pull("a.example/app"));

    @TempDir
    Path parent;

    private static RepositoryAccess pull(String repository) {
        String[] parts = repository.split("/", 2);
        return RepositoryAccess.pull(new Repository(parts[0], parts[1]));
    }

    private DockerConfigDirectories directories() {
        return new DockerConfigDirectories(
                new Registries(List.of(
                        RegistrySettings.https("a", "a.example").as(new Credentials("ann", "pass:word")),
                        RegistrySettings.https("b", "b.example:5000").as(new Credentials("bob", "b")),
                        RegistrySettings.https("c", "c.example"))),
                parent);
    }

    @Test
    void holdsTheCredentialsOfJustTheRegistriesAskedFor() throws Exception {
        try (DockerConfigDirectory directory = directories()
                .create(Set.of(pull("a.example/app"), pull("c.example/app")), ChildTool.TAKES_PASSWORD, STEP)) {
            // base64 of ann:pass:word
            assertThat(directory.file()).hasContent("{\"auths\":{\"a.example\":{\"auth\":\"YW5uOnBhc3M6d29yZA==\"}}}");
        }
    }

    @Test
    void dockerHubHasAKeyOfItsOwn() throws Exception {
        DockerConfigDirectories hub = new DockerConfigDirectories(
                new Registries(
                        List.of(RegistrySettings.https("hub", "docker.io").as(new Credentials("u", "p")))),
                parent);

        try (DockerConfigDirectory directory =
                hub.create(Set.of(pull("docker.io/library/debian")), ChildTool.TAKES_PASSWORD, STEP)) {
            assertThat(directory.file())
                    .hasContent("{\"auths\":{\"https://index.docker.io/v1/\":{\"auth\":\"dTpw\"}}}");
        }
    }

    @Test
    void nobodyElseCanReadIt() throws Exception {
        try (DockerConfigDirectory directory = directories().create(ONE, ChildTool.TAKES_PASSWORD, STEP)) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.path())))
                    .isEqualTo("rwx------");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.file())))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void goesWithAllThatWasPutBesideIt() throws Exception {
        Path outside = Files.createDirectory(parent.resolve("outside"));
        Files.writeString(outside.resolve("kept"), "kept");
        DockerConfigDirectory directory = directories().create(ONE, ChildTool.TAKES_PASSWORD, STEP);
        Files.createDirectories(directory.path().resolve("buildx/activity"));
        Files.writeString(directory.path().resolve("buildx/activity/x"), "x");
        Files.createSymbolicLink(directory.path().resolve("link"), outside);

        directory.close();
        directory.close();

        assertThat(directory.path()).doesNotExist();
        assertThat(outside.resolve("kept")).exists();
    }

    @Test
    void twoJobsHaveTheirOwn() {
        try (DockerConfigDirectory one = directories().create(ONE, ChildTool.TAKES_PASSWORD, STEP);
                DockerConfigDirectory other = directories().create(ONE, ChildTool.TAKES_PASSWORD, STEP)) {
            assertThat(one.path()).isNotEqualTo(other.path());
        }
    }

    @Test
    void unknownRegistryIsRefusedAndLeavesNothingBehind() {
        assertThat(failure(() -> directories()
                                .create(
                                        Set.of(pull("a.example/app"), pull("evil.example/app")),
                                        ChildTool.TAKES_PASSWORD,
                                        STEP))
                        .reason())
                .isEqualTo(ReasonCode.REGISTRY_UNKNOWN);
        assertThat(parent).isEmptyDirectory();
    }
}
