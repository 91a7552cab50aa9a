package dev.cssc.common.registry;

import dev.cssc.common.failure.ReasonCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;

import static dev.cssc.common.registry.FakeRegistry.failure;
import static org.assertj.core.api.Assertions.assertThat;

class DockerConfigDirectoriesTest {
    @TempDir
    Path parent;

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
        try (DockerConfigDirectory directory = directories().create(Set.of("a.example", "c.example"))) {
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

        try (DockerConfigDirectory directory = hub.create(Set.of("docker.io"))) {
            assertThat(directory.file())
                    .hasContent("{\"auths\":{\"https://index.docker.io/v1/\":{\"auth\":\"dTpw\"}}}");
        }
    }

    @Test
    void nobodyElseCanReadIt() throws Exception {
        try (DockerConfigDirectory directory = directories().create(Set.of("a.example"))) {
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
        DockerConfigDirectory directory = directories().create(Set.of("a.example"));
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
        try (DockerConfigDirectory one = directories().create(Set.of("a.example"));
                DockerConfigDirectory other = directories().create(Set.of("a.example"))) {
            assertThat(one.path()).isNotEqualTo(other.path());
        }
    }

    @Test
    void unknownRegistryIsRefusedAndLeavesNothingBehind() {
        assertThat(failure(() -> directories().create(Set.of("a.example", "evil.example")))
                        .reason())
                .isEqualTo(ReasonCode.REGISTRY_UNKNOWN);
        assertThat(parent).isEmptyDirectory();
    }
}
