package dev.cssc.common.planning;

import dev.cssc.common.embedded.EmbeddedRegistry;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.image.Digest;
import dev.cssc.common.image.Repository;
import dev.cssc.common.image.Tag;
import dev.cssc.common.lineage.Lineage;
import dev.cssc.common.policy.Policy;
import dev.cssc.common.policy.PolicyReader;
import dev.cssc.common.policy.PolicyReading;
import dev.cssc.common.registry.HttpRegistryClient;
import dev.cssc.common.registry.MediaType;
import dev.cssc.common.registry.RawManifest;
import dev.cssc.common.registry.Registries;
import dev.cssc.common.registry.RegistryClient;
import dev.cssc.common.registry.RegistrySettings;
import dev.cssc.common.selection.Plan;
import dev.cssc.common.selection.TagSelection;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** A plan made from a real registry. */
class RegistryPlanningTest {
    private EmbeddedRegistry registry;
    private RegistryClient client;
    private Repository repository;

    @BeforeEach
    void start(@TempDir Path directory) {
        assumeTrue(EmbeddedRegistry.isInstalled(), "docker-registry is not on PATH");
        registry = EmbeddedRegistry.start(directory);
        client = new HttpRegistryClient(new Registries(List.of(RegistrySettings.plain("local", registry.host()))));
        repository = new Repository(registry.host(), "demo/app");
    }

    @AfterEach
    void stop() {
        if (registry != null) {
            registry.close();
        }
    }

    @Test
    void lineageIsReadFromManifests() {
        Digest source = push("1.0", "");
        push("1.0-1", annotations(repository + ":1.0", source));
        push("1.0-2", annotations(repository + ":1.0", Digest.of("what 1.0 was before")));
        push("1.0-3", annotations("docker.io/library/debian:12", Digest.of("debian")));
        push("gone-4", annotations(repository + ":gone", Digest.of("gone")));

        var plan = plan("*", registry.host());

        assertThat(plan.in())
                .extracting(in -> in.source().tag() + ">" + in.candidate().tag() + ">"
                        + in.nextTag().orElseThrow())
                .containsExactly("1.0>1.0-1>1.0-4", "1.0-3>1.0-3>1.0-3-1");
        assertThat(plan.in().getFirst().source().digest()).isEqualTo(source);
        assertThat(plan.out())
                .extracting(out -> out.tag() + " " + out.why())
                .containsExactly(
                        "1.0-1 is a patch of 1.0",
                        "1.0-2 is a patch of what 1.0 was before",
                        "gone-4 is a patch of gone, which is not there");
    }

    @Test
    void aRegistryThatDoesNotAnswerIsAnErrorOfThePlan() {
        registry.close();

        var plan = plan("*", registry.host());

        assertThat(plan.entries()).hasSize(1);
        assertThat(plan.failed())
                .singleElement()
                .satisfies(failed -> assertThat(failed.failure().reason()).isEqualTo(ReasonCode.REGISTRY_UNREACHABLE));
    }

    @Test
    void aRegistryThatIsNotConfiguredIsAnErrorOfThePlan() {
        assertThat(plan("*", "other.example").failed())
                .extracting(failed -> failed.failure().reason())
                .containsExactly(ReasonCode.REGISTRY_UNKNOWN);
    }

    private Plan plan(String tag, String host) {
        String document =
                "{\"version\":\"v1\",\"repositories\":[{\"repository\":\"demo/app\",\"tags\":[\"" + tag + "\"]}]}";
        Policy policy = ((PolicyReading.Accepted)
                        new PolicyReader().read(document.getBytes(StandardCharsets.UTF_8), Optional.of(host)))
                .policy();
        return TagSelection.plan(policy, r -> new RegistryRepositoryView(r, client), 4);
    }

    private static String annotations(String base, Digest digest) {
        return ",\"annotations\":{\"%s\":\"%s\",\"%s\":\"%s\"}"
                .formatted(Lineage.BASE_NAME, base, Lineage.BASE_DIGEST, digest);
    }

    private Digest push(String tag, String annotations) {
        Digest config = client.putBlob(
                repository, "{\"architecture\":\"amd64\",\"os\":\"linux\"}".getBytes(StandardCharsets.UTF_8));
        byte[] content = ("layer of " + tag).getBytes(StandardCharsets.UTF_8);
        Digest layer = client.putBlob(repository, content);
        String manifest = """
                {"schemaVersion":2,"mediaType":"%s","config":{"mediaType":"%s","digest":"%s","size":37},\
                "layers":[{"mediaType":"%s","digest":"%s","size":%d}]%s}""".formatted(
                        MediaType.OCI_MANIFEST,
                        MediaType.OCI_CONFIG,
                        config,
                        MediaType.OCI_LAYER_GZIP,
                        layer,
                        content.length,
                        annotations);
        return client.putManifest(
                repository,
                new Tag(tag),
                new RawManifest(MediaType.OCI_MANIFEST, manifest.getBytes(StandardCharsets.UTF_8)));
    }
}
