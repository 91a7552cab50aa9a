package dev.cssc.scan.image;

import dev.cssc.common.failure.FailureException;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.image.Digest;
import dev.cssc.common.image.ImageReference;
import dev.cssc.common.image.Repository;
import dev.cssc.common.registry.RawManifest;
import dev.cssc.common.registry.RegistryClient;
import org.junit.jupiter.api.Test;

import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class ImageDocumentsTest {
    private static final Repository APP = new Repository("registry.example", "app");
    private static final Repository OTHER = new Repository("registry.example", "other");
    private static final byte[] CONFIG =
            "{\"os\":\"linux\",\"architecture\":\"amd64\"}".getBytes(StandardCharsets.UTF_8);

    private final Map<Digest, RawManifest> there = new HashMap<>();
    private final List<String> asked = new ArrayList<>();
    private Instant now = Instant.parse("2026-11-20T06:00:00Z");

    private final RegistryClient registry = (RegistryClient) Proxy.newProxyInstance(
            RegistryClient.class.getClassLoader(), new Class<?>[] {RegistryClient.class}, (proxy, method, args) -> {
                asked.add(method.getName());
                return switch (method.getName()) {
                    case "manifest" ->
                        Optional.ofNullable(
                                there.get(((ImageReference) args[0]).digest().orElseThrow()));
                    case "blob" -> CONFIG;
                    default -> throw new UnsupportedOperationException(method.getName());
                };
            });
    private final ImageDocuments documents = new ImageDocuments(registry, clock());

    private Clock clock() {
        InstantSource source = () -> now;
        return source.withZone(ZoneOffset.UTC);
    }

    private Digest stored(String content) {
        RawManifest manifest =
                new RawManifest("application/vnd.oci.image.manifest.v1+json", content.getBytes(StandardCharsets.UTF_8));
        there.put(manifest.digest(), manifest);
        return manifest.digest();
    }

    @Test
    void aDocumentIsAskedForOnceWhileAnImageIsLookedAt() {
        Digest digest = stored("{}");

        for (int step = 1; step <= 3; step++) {
            assertThat(documents.manifest(APP, digest)).isEqualTo(there.get(digest));
            assertThat(documents.config(APP, Digest.of(CONFIG), 1_000).platform())
                    .hasValueSatisfying(platform -> assertThat(platform).hasToString("linux/amd64"));
        }

        assertThat(asked).containsExactly("manifest", "blob");
    }

    @Test
    void whatOneRepositoryGaveIsNoAnswerForAnother() {
        Digest digest = stored("{}");
        documents.manifest(APP, digest);
        there.clear();

        assertThat(documents.findManifest(OTHER, digest)).isEmpty();
    }

    @Test
    void whatWasReadAsAConfigurationIsNobodysManifest() {
        documents.config(APP, Digest.of(CONFIG), 1_000);

        assertThat(documents.findManifest(APP, Digest.of(CONFIG))).isEmpty();
    }

    @Test
    void afterAMinuteTheRegistryIsAskedWhetherItIsStillThere() {
        Digest digest = stored("{}");
        documents.manifest(APP, digest);
        there.clear();
        now = now.plus(Duration.ofSeconds(59));
        assertThat(documents.findManifest(APP, digest)).isPresent();

        now = now.plusSeconds(1);

        FailureException gone = catchThrowableOfType(FailureException.class, () -> documents.manifest(APP, digest));
        assertThat(gone.failure().reason()).isEqualTo(ReasonCode.MANIFEST_NOT_FOUND);
        assertThat(gone.failure().detail()).contains(APP + "@" + digest);
    }

    @Test
    void whatIsNotThereIsNotRemembered() {
        Digest digest = Digest.of("{}".getBytes(StandardCharsets.UTF_8));
        assertThat(documents.findManifest(APP, digest)).isEmpty();

        stored("{}");

        assertThat(documents.findManifest(APP, digest)).isPresent();
    }

    @Test
    void aConfigurationThatIsKnownIsStillRefusedBeyondTheLimit() {
        Digest digest = Digest.of(CONFIG);
        documents.config(APP, digest, 1_000);

        documents.config(APP, digest, 5);

        assertThat(asked).as("whoever reads it is asked to keep the limit").containsExactly("blob", "blob");
    }

    @Test
    void onlySoMuchIsKept() {
        Digest large = stored(" ".repeat(70_000));
        documents.manifest(APP, large);
        documents.manifest(APP, large);
        assertThat(asked).as("a large one is kept by nobody").hasSize(2);

        Digest first = stored("0");
        documents.manifest(APP, first);
        for (int i = 1; i <= 64; i++) {
            documents.manifest(APP, stored(String.valueOf(i)));
        }
        asked.clear();

        documents.manifest(APP, stored("64"));
        assertThat(asked).isEmpty();
        documents.manifest(APP, first);
        assertThat(asked).containsExactly("manifest");
    }
}
