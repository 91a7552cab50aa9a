package dev.cssc.cli.image;

import dev.cssc.cli.CommandTest;
import dev.cssc.cli.command.ExitCode;
import dev.cssc.common.embedded.EmbeddedRegistry;
import dev.cssc.common.event.EventCodec;
import dev.cssc.common.image.Digest;
import dev.cssc.common.image.Repository;
import dev.cssc.common.image.Tag;
import dev.cssc.common.lineage.Lineage;
import dev.cssc.common.registry.HttpRegistryClient;
import dev.cssc.common.registry.MediaType;
import dev.cssc.common.registry.RawManifest;
import dev.cssc.common.registry.Registries;
import dev.cssc.common.registry.RegistryClient;
import dev.cssc.common.registry.RegistrySettings;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** Histories of images in a real registry. */
class HistoryCommandTest extends CommandTest {
    private static final byte[] EMPTY = "{}".getBytes(StandardCharsets.UTF_8);

    @TempDir
    static Path data;

    private static Optional<EmbeddedRegistry> registry = Optional.empty();

    private final String path = "shop/api-" + UUID.randomUUID().toString().substring(0, 8);

    @BeforeAll
    static void start() {
        if (EmbeddedRegistry.isInstalled()) {
            registry = Optional.of(EmbeddedRegistry.start(data));
        }
    }

    @AfterAll
    static void end() {
        registry.ifPresent(EmbeddedRegistry::close);
    }

    @BeforeEach
    void requireRegistry() {
        assumeTrue(registry.isPresent(), "docker-registry is not on PATH");
    }

    @Test
    void eachPatchSaysWhatItWasMadeFromWhatItFixedAndWhichRunAskedForIt() {
        Digest older = push("1.0", Map.of("build", "1"));
        push("1.0-1", patchOf(older, "CVE-1,CVE-2", "run-1"));
        Digest now = push("1.0", Map.of("build", "2"));
        Digest second = push("1.0-2", patchOf(now, "CVE-3", "run-2"));

        assertThat(run("image", "history", name("1.0"))).isZero();
        assertThat(out.toString())
                .contains("Source: " + name("1.0") + "@" + now, "run-1", "run-2", "buildah")
                .containsPattern("1\\.0-1 .*\\(older\\) +2 ")
                .containsPattern("1\\.0-2 +" + second.value().substring(0, 19) + " .* 1 ");
        assertThat(out.toString().lines()).allMatch(line -> line.length() <= 120);
    }

    @Test
    void aRebaseIsCalledOne() {
        Digest now = push("1.0", Map.of());
        Map<String, String> notes = new HashMap<>(patchOf(now, "CVE-3", "run-2"));
        notes.put(Lineage.REBASE, "sha256:new");
        push("1.0-1", notes);

        assertThat(run("image", "history", name("1.0"))).isZero();
        assertThat(out.toString()).contains("buildah (rebase)");
        assertThat(run("image", "history", name("1.0"), "-o", "json")).isZero();
        assertThat(out.toString()).contains("\"rebase\" : \"sha256:new\"");
    }

    @Test
    void historyOfAPatchIsThatOfItsSource() {
        Digest source = push("1.0", Map.of());
        Digest patched = push("1.0-1", patchOf(source, "CVE-1", "run-1"));

        assertThat(run("image", "history", name("1.0-1"), "-o", "json")).isZero();
        assertThat(out.toString())
                .contains("\"source\" : \"" + name("1.0") + "\"", source.value(), patched.value(), "\"CVE-1\"");
    }

    @Test
    void patchesInAnotherRepositoryAreThoseOfTheirSource() {
        Digest source = push("1.0", Map.of());
        Digest patched = push("patched/" + path, "1.0-1", patchOf(source, "CVE-1", "run-1"));
        String site = host() + "/patched/" + path;

        assertThat(run("image", "history", site + ":1.0-1")).isZero();
        assertThat(out.toString()).contains("Source: " + name("1.0") + "@" + source, "Patches in: " + site, "run-1");
        assertThat(run("image", "history", name("1.0"), "--target", site, "-o", "json"))
                .isZero();
        assertThat(out.toString())
                .contains("\"source\" : \"" + name("1.0") + "\"", "\"target\" : \"" + site + "\"", patched.value());
        assertThat(run("image", "history", name("1.0"), "--target", "no repository"))
                .isEqualTo(ExitCode.INVALID);
        assertThat(err.toString()).contains("'no repository' is no repository");
    }

    @Test
    void aSourceInARegistryThatWasNotNamedIsNotAskedFor() {
        Map<String, String> notes = new HashMap<>(patchOf(Digest.of("x"), "CVE-1", "run-1"));
        notes.put(Lineage.BASE_NAME, "elsewhere.invalid/" + path + "/sources:1.0");
        push("1.0-1", notes);

        assertThat(run("image", "history", name("1.0-1"))).isZero();
        assertThat(out.toString()).contains("sources:1.0, in another repository", "run-1");
    }

    @Test
    void theSourceOfAPatchInAnotherRegistryUnderTheSamePathIsThatRegistrys() {
        Map<String, String> notes = new HashMap<>(patchOf(Digest.of("x"), "CVE-1", "run-1"));
        notes.put(Lineage.BASE_NAME, "elsewhere.invalid/" + path + ":1.0");
        push("1.0-1", notes);
        notes.put(Lineage.BASE_NAME, "another.invalid/" + path + ":1.0");
        push("1.0-2", notes);

        assertThat(run("image", "history", name("1.0-1"))).isZero();
        assertThat(out.toString())
                .contains("Source: elsewhere.invalid/" + path + ":1.0, in another repository", "1.0-1")
                .doesNotContain("1.0-2");
    }

    @Test
    void aCopyOfSourceAndPatchesIsReadWhereItIs() {
        Digest source = push("1.0", Map.of());
        Map<String, String> notes = new HashMap<>(patchOf(source, "CVE-1", "run-1"));
        notes.put(Lineage.BASE_NAME, "elsewhere.invalid/" + path + ":1.0");
        push("1.0-1", notes);

        assertThat(run("image", "history", name("1.0-1"))).isZero();
        assertThat(out.toString()).contains("Source: " + name("1.0") + "@" + source, "run-1");
    }

    @Test
    void whatIsOnlyNamedLikeAPatchIsNone() {
        push("1.0", Map.of());
        push("1.0-1", Map.of("build", "of somebody else"));

        assertThat(run("image", "history", name("1.0"))).isZero();
        assertThat(out.toString()).contains("No patch of it is there.").doesNotContain("1.0-1");
    }

    @Test
    void patchesAreShownInTheirOrderTheFloatingOneLastAndThoughTheSourceIsGone() {
        Digest gone = Digest.of("a source that was deleted");
        push("1.0-patched", patchOf(gone, "CVE-3", "run-3"));
        push("1.0-10", patchOf(gone, "CVE-2", "run-2"));
        push("1.0-9", patchOf(gone, "CVE-1", "run-1"));

        assertThat(run("image", "history", name("1.0"), "-o", "tsv")).isZero();
        assertThat(out.toString().lines().map(line -> line.split("\t", -1)[0]))
                .containsExactly("1.0-9", "1.0-10", "1.0-patched");
    }

    @Test
    void patchOfCopaIsShownWithWhatItSays() {
        push("1.0", Map.of());
        push("1.0-1", Map.of(Lineage.COPA_MANIFEST, "2026-01-02T03:04:05Z"));

        assertThat(run("image", "history", name("1.0"), "-o", "tsv")).isZero();
        assertThat(out.toString().lines())
                .singleElement()
                .satisfies(line -> assertThat(line).startsWith("1.0-1\t"));
    }

    @Test
    void whatIsNotThereOrNoTagIsRefusedInWords() {
        assertThat(run("image", "history", name("1.0"))).isEqualTo(ExitCode.FAILURE);
        assertThat(err.toString()).contains("There is no " + name("1.0") + ", and no patch of it.");
        assertThat(run("image", "history", host() + "/" + path + "@" + Digest.of("x")))
                .isEqualTo(ExitCode.INVALID);
        assertThat(err.toString()).contains("a history is that of a tag; expected registry/repository:tag.");
        assertThat(run("image", "history", "no-such-host.invalid/x:1")).isEqualTo(ExitCode.UNREACHABLE);
    }

    private static String host() {
        return registry.orElseThrow().host();
    }

    private String name(String tag) {
        return host() + "/" + path + ":" + tag;
    }

    private Map<String, String> patchOf(Digest source, String fixed, String run) {
        return Map.of(
                Lineage.BASE_NAME,
                name("1.0"),
                Lineage.BASE_DIGEST,
                source.value(),
                Lineage.CREATED,
                "2026-11-28T10:00:00Z",
                Lineage.FIXED,
                fixed,
                Lineage.ENGINE,
                "buildah",
                Lineage.RUN,
                run);
    }

    private Digest push(String tag, Map<String, String> annotations) {
        return push(path, tag, annotations);
    }

    private static Digest push(String path, String tag, Map<String, String> annotations) {
        RegistryClient client = new HttpRegistryClient(new Registries(List.of(RegistrySettings.plain("test", host()))));
        Repository repository = new Repository(host(), path);
        Digest config = client.putBlob(repository, EMPTY);
        Map<String, Object> manifest = Map.of(
                "schemaVersion",
                2,
                "mediaType",
                MediaType.OCI_MANIFEST,
                "config",
                Map.of(
                        "mediaType",
                        "application/vnd.oci.image.config.v1+json",
                        "digest",
                        config.value(),
                        "size",
                        EMPTY.length),
                "layers",
                List.of(),
                "annotations",
                annotations);
        return client.putManifest(
                repository,
                new Tag(tag),
                new RawManifest(
                        MediaType.OCI_MANIFEST,
                        EventCodec.mapper().valueToTree(manifest).toString().getBytes(StandardCharsets.UTF_8)));
    }
}
