package dev.cssc.common.planning.takeover;

import dev.cssc.common.embedded.EmbeddedRegistry;
import dev.cssc.common.failure.FailureException;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.image.Digest;
import dev.cssc.common.image.ImageReference;
import dev.cssc.common.image.Repository;
import dev.cssc.common.policy.PolicyReader;
import dev.cssc.common.registry.Descriptor;
import dev.cssc.common.registry.HttpRegistryClient;
import dev.cssc.common.registry.ImageManifest;
import dev.cssc.common.registry.ManifestWriter;
import dev.cssc.common.registry.MediaType;
import dev.cssc.common.registry.RawManifest;
import dev.cssc.common.registry.Registries;
import dev.cssc.common.registry.RegistryClient;
import dev.cssc.common.registry.RegistrySettings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The policy in a registry, against each real registry that is installed. */
abstract class AcrPolicyArtifactContract {
    private static final byte[] POLICY =
            bytes("{\"version\":\"v1\",\"repositories\":[{\"repository\":\"a\",\"tags\":[\"*\"]}]}");

    private RegistryClient client;
    private AcrPolicyArtifact artifact;
    private Repository repository;

    private EmbeddedRegistry server;

    /** An empty registry. */
    abstract EmbeddedRegistry start(Path directory);

    @BeforeEach
    void connect(@TempDir Path directory) {
        server = start(directory);
        client = new HttpRegistryClient(new Registries(List.of(RegistrySettings.plain("test", host()))));
        artifact = new AcrPolicyArtifact(client);
        repository = new Repository(host(), AcrPolicyArtifact.REPOSITORY);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private String host() {
        return server.host();
    }

    @Test
    void whatWasWrittenIsReadAndWrittenOver() {
        artifact.write(host(), bytes("{}"));

        Digest written = artifact.write(host(), POLICY);

        assertThat(artifact.read(host())).isEqualTo(POLICY);
        assertThat(client.head(ImageReference.of(repository, AcrPolicyArtifact.TAG))
                        .map(Descriptor::digest))
                .contains(written);
    }

    @Test
    void whatIsWrittenHasTheFormOfOras() {
        artifact.write(host(), POLICY);

        ImageManifest manifest =
                ImageManifest.parse(client.manifest(ImageReference.of(repository, AcrPolicyArtifact.TAG))
                        .orElseThrow());
        assertThat(manifest.mediaType()).isEqualTo(MediaType.OCI_MANIFEST);
        assertThat(manifest.config().mediaType()).isEqualTo("application/vnd.unknown.config.v1+json");
        assertThat(manifest.layers()).singleElement().satisfies(layer -> {
            assertThat(layer.mediaType()).isEqualTo("application/vnd.oci.image.layer.v1.tar");
            assertThat(layer.annotations()).containsKey("org.opencontainers.image.title");
        });
    }

    @Test
    void ofSeveralLayersTheLastIsThePolicyAsAcrReadsIt() {
        push("application/vnd.unknown.config.v1+json", bytes("not JSON"), POLICY);

        assertThat(artifact.read(host())).isEqualTo(POLICY);
    }

    @Test
    void lastLayerWithoutJsonIsNamedWithItsPlace() {
        push("application/vnd.unknown.config.v1+json", POLICY, bytes("{\n  \"version\": v1}"));

        assertRefused(ReasonCode.POLICY_INVALID, "the last of its 2 layers is no JSON", "line 2");
    }

    @Test
    void absentPolicyIsSaidToBeAbsent() {
        assertRefused(ReasonCode.TAG_NOT_FOUND, repository + ":v1", "it is not there");
    }

    @Test
    void imagesAndArtifactsWithoutLayersAreNoPolicy() {
        push(MediaType.OCI_CONFIG, POLICY);
        assertRefused(ReasonCode.POLICY_INVALID, "a container image lies there");

        client.putManifest(repository, AcrPolicyArtifact.TAG, ManifestWriter.index(List.of(), Map.of()));
        assertRefused(ReasonCode.POLICY_INVALID, "an index of images lies there");

        push("application/vnd.unknown.config.v1+json");
        assertRefused(ReasonCode.POLICY_INVALID, "no layer");
    }

    @Test
    void tooLargeALayerIsRefusedBeforeItIsRead() {
        byte[] large = new byte[PolicyReader.LARGEST + 1];
        Arrays.fill(large, (byte) ' ');
        push("application/vnd.unknown.config.v1+json", large);

        assertRefused(ReasonCode.TOO_LARGE, "10485761 bytes");
    }

    @Test
    void whatAcrCouldNotReadIsNotWritten() {
        byte[] large = new byte[PolicyReader.LARGEST + 1];

        assertThatThrownBy(() -> artifact.write(host(), bytes("version: v1")))
                .isInstanceOfSatisfying(
                        FailureException.class,
                        e -> assertThat(e.failure().reason()).isEqualTo(ReasonCode.POLICY_INVALID));
        assertThatThrownBy(() -> artifact.write(host(), large))
                .isInstanceOfSatisfying(
                        FailureException.class,
                        e -> assertThat(e.failure().reason()).isEqualTo(ReasonCode.TOO_LARGE));
    }

    private void push(String configType, byte[]... layers) {
        RawManifest manifest = ManifestWriter.manifest(
                descriptor(configType, bytes("{}")),
                Arrays.stream(layers)
                        .map(layer -> descriptor("application/json", layer))
                        .toList(),
                Map.of());
        client.putManifest(repository, AcrPolicyArtifact.TAG, manifest);
    }

    private Descriptor descriptor(String type, byte[] content) {
        return Descriptor.of(type, client.putBlob(repository, content), content.length);
    }

    private void assertRefused(ReasonCode reason, String... words) {
        assertThatThrownBy(() -> artifact.read(host())).isInstanceOfSatisfying(FailureException.class, e -> {
            assertThat(e.failure().reason()).isEqualTo(reason);
            assertThat(e.failure().detail()).contains(words);
        });
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
