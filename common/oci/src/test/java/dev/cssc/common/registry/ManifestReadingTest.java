package dev.cssc.common.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.image.Digest;
import dev.cssc.common.image.Platform;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import static dev.cssc.common.registry.FakeRegistry.failure;
import static org.assertj.core.api.Assertions.assertThat;

/** Manifests, indexes and configs: what is read, what is refused, what is written. */
class ManifestReadingTest {
    private static final Digest A = Digest.of("a");
    private static final Digest B = Digest.of("b");

    private static RawManifest raw(String type, String json) {
        return new RawManifest(type, json.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }

    private static String descriptor(String type, Digest digest, String more) {
        return "{'mediaType':'" + type + "','digest':'" + digest + "','size':7" + more + "}";
    }

    private static final String CONFIG = descriptor(MediaType.OCI_CONFIG, A, "");

    @Test
    void manifestsOfBothKindsAreRead() {
        for (String type : List.of(MediaType.OCI_MANIFEST, MediaType.DOCKER_MANIFEST)) {
            ImageManifest manifest = ImageManifest.parse(raw(
                    type,
                    "{'schemaVersion':2,'mediaType':'" + type + "','config':" + CONFIG + ",'layers':["
                            + descriptor(MediaType.OCI_LAYER_GZIP, B, "")
                            + "],'annotations':{'org.opencontainers.image.base.name':'r/x:1'}}"));

            assertThat(manifest.config()).isEqualTo(Descriptor.of(MediaType.OCI_CONFIG, A, 7));
            assertThat(manifest.layers()).containsExactly(Descriptor.of(MediaType.OCI_LAYER_GZIP, B, 7));
            assertThat(manifest.annotations()).containsEntry("org.opencontainers.image.base.name", "r/x:1");
            assertThat(manifest.isContainerImage()).isTrue();
            assertThat(manifest.layerBytes()).isEqualTo(7);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "null",
                "{}",
                "{'config':CONFIG}",
                "{'config':CONFIG,'layers':{}}",
                "{'config':CONFIG,'layers':[{}]}",
                "{'config':CONFIG,'layers':[],'manifests':[]}",
                "{'config':CONFIG,'config':CONFIG,'layers':[]}",
                "{'config':CONFIG,'layers':[]} {}",
                "{'config':{'mediaType':'x','digest':'md5:abc','size':7},'layers':[]}",
                "{'config':{'mediaType':'x','digest':'sha256:abc','size':7},'layers':[]}",
                "{'config':CONFIG,'layers':[],'annotations':{'a':1}}",
                "{'config':CONFIG,'layers':[],'annotations':[]}",
                "{'mediaType':'application/vnd.oci.image.index.v1+json','config':CONFIG,'layers':[]}"
            })
    void whatIsNoManifestIsRefused(String json) {
        assertThat(failure(() -> ImageManifest.parse(raw(MediaType.OCI_MANIFEST, json.replace("CONFIG", CONFIG))))
                        .reason())
                .isEqualTo(ReasonCode.MANIFEST_INVALID);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "1.5", "'7'", "99999999999999999999", "null"})
    void sizeIsAWholeNumber(String size) {
        String config = CONFIG.replace("'size':7", "'size':" + size);

        assertThat(failure(() -> ImageManifest.parse(
                                raw(MediaType.OCI_MANIFEST, "{'config':" + config + ",'layers':[]}")))
                        .detail())
                .contains("config has no size");
    }

    @Test
    void deepNestingIsRefused() {
        String deep = "[".repeat(5_000) + "]".repeat(5_000);

        assertThat(failure(() -> ImageManifest.parse(
                                raw(MediaType.OCI_MANIFEST, "{'config':" + CONFIG + ",'layers':[],'x':" + deep + "}")))
                        .reason())
                .isEqualTo(ReasonCode.MANIFEST_INVALID);
    }

    @Test
    void tooManyLayersAreRefused() {
        String layers = "{},".repeat(ManifestJson.MOST_DESCRIPTORS) + "{}";

        assertThat(failure(() -> ImageManifest.parse(
                                raw(MediaType.OCI_MANIFEST, "{'config':" + CONFIG + ",'layers':[" + layers + "]}")))
                        .detail())
                .contains("more than 4096");
    }

    @Test
    void oldSchemaIsRefusedByItsType() {
        assertThat(failure(() -> ImageManifest.parse(
                                raw("application/vnd.docker.distribution.manifest.v1+prettyjws", "{}")))
                        .detail())
                .contains("manifest.v1");
    }

    @Test
    void attestationsAreNoImages() {
        String attestation = descriptor(
                MediaType.OCI_MANIFEST,
                B,
                ",'annotations':{'vnd.docker.reference.digest':'" + A
                        + "','vnd.docker.reference.type':'attestation-manifest'},"
                        + "'platform':{'architecture':'unknown','os':'unknown'}");
        String image =
                descriptor(MediaType.OCI_MANIFEST, A, ",'platform':{'architecture':'arm','os':'linux','variant':'v7'}");

        ImageIndex index = ImageIndex.parse(
                raw(MediaType.DOCKER_INDEX, "{'schemaVersion':2,'manifests':[" + image + "," + attestation + "]}"));

        assertThat(index.manifests()).hasSize(2);
        assertThat(index.images()).extracting(Descriptor::digest).containsExactly(A);
        assertThat(index.image(Platform.parse("linux/arm/v7"))).isPresent();
        assertThat(index.image(Platform.parse("linux/arm"))).isEmpty();
        assertThat(index.attestationsOf(A)).extracting(Descriptor::digest).containsExactly(B);
        assertThat(index.attestationsOf(B)).isEmpty();
    }

    @Test
    void indexThatIsAlsoAManifestIsRefused() {
        assertThat(failure(() -> ImageIndex.parse(raw(MediaType.OCI_INDEX, "{'manifests':[],'layers':[]}")))
                        .reason())
                .isEqualTo(ReasonCode.MANIFEST_INVALID);
    }

    @Test
    void configIsReadAndKeptWhole() {
        String json = """
                {"created":"2026-01-01T00:00:00Z","architecture":"arm64","variant":"v8","os":"linux","os.features":["x"],
                "config":{"User":"app","ExposedPorts":{"80/tcp":{},"443/tcp":{}},"Env":["PATH=/bin","A=b=c"],
                "Entrypoint":["/e"],"Cmd":["c","d"],"Volumes":{"/data":{}},"WorkingDir":"/w","Labels":{"k":"v"},
                "Healthcheck":{"Test":["NONE"],"Interval":30000000000}},
                "rootfs":{"type":"layers","diff_ids":["%s"]},"weird":1.10,"big":123456789012345678901234567890,
                "history":[{"created_by":"ADD x"},{"created_by":"ENV","empty_layer":true}]}""".formatted(A).replace("\n", "");

        ImageConfig config = ImageConfig.parse(json.getBytes(StandardCharsets.UTF_8));

        assertThat(config.platform()).contains(Platform.parse("linux/arm64/v8"));
        assertThat(config.user()).isEqualTo("app");
        assertThat(config.workingDir()).isEqualTo("/w");
        assertThat(config.env()).containsExactly("PATH=/bin", "A=b=c");
        assertThat(config.entrypoint()).containsExactly("/e");
        assertThat(config.cmd()).containsExactly("c", "d");
        assertThat(config.exposedPorts()).containsExactly("443/tcp", "80/tcp");
        assertThat(config.volumes()).containsExactly("/data");
        assertThat(config.labels()).isEqualTo(Map.of("k", "v"));
        assertThat(config.diffIds()).containsExactly(A);
        assertThat(config.history())
                .containsExactly(
                        new ImageConfig.HistoryEntry("ADD x", false), new ImageConfig.HistoryEntry("ENV", true));
        assertThat(new String(ImageConfig.bytes(config.tree()), StandardCharsets.UTF_8))
                .isEqualTo(json);
    }

    @Test
    void changingTheTreeDoesNotChangeTheConfig() {
        ImageConfig config =
                ImageConfig.parse("{\"os\":\"linux\",\"architecture\":\"amd64\"}".getBytes(StandardCharsets.UTF_8));

        ObjectNode tree = config.tree();
        tree.put("os", "plan9");

        assertThat(config.platform()).contains(Platform.of("linux", "amd64"));
        assertThat(config.entrypoint()).isEmpty();
        assertThat(config.user()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "{'rootfs':{'diff_ids':'x'}}",
                "{'rootfs':{'diff_ids':['x']}}",
                "{'rootfs':{'diff_ids':[1]}}"
            })
    void whatIsNoConfigIsRefused(String json) {
        assertThat(failure(() -> ImageConfig.parse(raw("", json).content())).reason())
                .isEqualTo(ReasonCode.MANIFEST_INVALID);
    }

    @Test
    void sameInputGivesTheSameBytes() {
        Map<String, String> annotations = new LinkedHashMap<>();
        annotations.put("z", "1");
        annotations.put("a", "2");

        RawManifest manifest = ManifestWriter.manifest(
                Descriptor.of(MediaType.OCI_CONFIG, A, 1),
                List.of(Descriptor.of(MediaType.OCI_LAYER_GZIP, B, 2)),
                annotations);

        assertThat(new String(manifest.content(), StandardCharsets.UTF_8))
                .isEqualTo("{\"schemaVersion\":2,\"mediaType\":\"" + MediaType.OCI_MANIFEST
                        + "\",\"config\":{\"mediaType\":\"" + MediaType.OCI_CONFIG + "\",\"digest\":\"" + A
                        + "\",\"size\":1},\"layers\":[{\"mediaType\":\"" + MediaType.OCI_LAYER_GZIP
                        + "\",\"digest\":\"" + B + "\",\"size\":2}],\"annotations\":{\"a\":\"2\",\"z\":\"1\"}}");
        assertThat(ImageManifest.parse(manifest).annotations()).isEqualTo(annotations);
    }

    @Test
    void writtenIndexReadsBackAsItWas() {
        List<Descriptor> children = List.of(
                new Descriptor(
                        MediaType.OCI_MANIFEST,
                        A,
                        10,
                        Optional.of(Platform.parse("linux/arm64/v8")),
                        Optional.empty(),
                        Map.of("k", "v")),
                new Descriptor(
                        MediaType.OCI_MANIFEST, B, 11, Optional.empty(), Optional.of("application/x"), Map.of()));

        ImageIndex read = ImageIndex.parse(ManifestWriter.index(children, Map.of("b", "1")));

        assertThat(read.manifests()).isEqualTo(children);
        assertThat(read.annotations()).isEqualTo(Map.of("b", "1"));
    }
}
