package dev.cssc.common.registry;

import dev.cssc.common.embedded.EmbeddedRegistry;
import dev.cssc.common.image.Digest;
import dev.cssc.common.image.ImageReference;
import dev.cssc.common.image.Repository;
import dev.cssc.common.image.Tag;
import dev.cssc.common.registry.ProbeCheck.Kind;
import dev.cssc.common.registry.ProbeCheck.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import static dev.cssc.common.registry.ProbeAssertions.assertFailsAt;
import static dev.cssc.common.registry.ProbeAssertions.assertIs;
import static dev.cssc.common.registry.ProbeAssertions.assertOk;
import static dev.cssc.common.registry.ProbeAssertions.check;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** What a probe says of Debian's docker-registry, set up in several ways, and of go-containerregistry's. */
class RegistryProbeOnRealRegistriesTest {
    private static final ProbeRequest WRITING = new ProbeRequest(Optional.of("team/app"), true);

    @TempDir
    private Path directory;

    private EmbeddedRegistry dockerRegistry(EmbeddedRegistry.Settings settings) {
        assumeTrue(EmbeddedRegistry.isInstalled(), "docker-registry is not on PATH");
        return EmbeddedRegistry.start(settings);
    }

    private static RegistrySettings settings(EmbeddedRegistry registry) {
        return RegistrySettings.plain("real", registry.host());
    }

    /** Two tags of one manifest in {@code team/app}. */
    private static void fill(RegistrySettings settings) {
        RegistryClient client = FakeRegistry.client(settings);
        Repository repository = new Repository(settings.host(), "team/app");
        Digest config = client.putBlob(repository, "{}".getBytes(StandardCharsets.UTF_8));
        RawManifest manifest = new RawManifest(MediaType.OCI_MANIFEST, """
                {"schemaVersion":2,"mediaType":"%s","config":{"mediaType":"application/vnd.oci.empty.v1+json","digest":"%s","size":2},"layers":[]}""".formatted(MediaType.OCI_MANIFEST, config)
                .getBytes(StandardCharsets.UTF_8));
        for (String tag : List.of("1", "2")) {
            client.putManifest(repository, new Tag(tag), manifest);
        }
    }

    @Test
    void anOpenRegistryPassesAndFindsARepositoryByItself() {
        try (EmbeddedRegistry registry = dockerRegistry(EmbeddedRegistry.Settings.in(directory))) {
            fill(settings(registry));

            ProbeReport report = new RegistryProbe(settings(registry)).run(ProbeRequest.READ_ONLY);

            assertThat(report.passed()).isTrue();
            assertThat(report.repository()).contains("team/app");
            assertOk(report, Kind.AUTH);
            assertOk(report, Kind.CATALOG_OR_LIST);
            assertOk(report, Kind.DELETE);
            // docker-registry 2.8 gives all tags at once, and knows no referrers
            assertIs(report, Kind.PAGING, Outcome.NOT_SUPPORTED, ProbeReason.NOT_OFFERED);
            assertIs(report, Kind.REFERRERS, Outcome.NOT_SUPPORTED, ProbeReason.NOT_OFFERED);
            assertIs(report, Kind.TLS, Outcome.SKIPPED, ProbeReason.NOT_APPLICABLE);
            assertIs(report, Kind.PUSH, Outcome.SKIPPED, ProbeReason.NOT_ASKED);
        }
    }

    @Test
    void whatIsWrittenIsDeletedAgain() {
        try (EmbeddedRegistry registry = dockerRegistry(EmbeddedRegistry.Settings.in(directory))) {
            fill(settings(registry));

            ProbeReport report = new RegistryProbe(settings(registry)).run(WRITING);

            assertThat(report.passed()).isTrue();
            assertOk(report, Kind.PUSH);
            assertOk(report, Kind.DELETE);
            assertThat(check(report, Kind.PUSH).detail()).contains("team/cssc-probe");
            RegistryClient client = FakeRegistry.client(settings(registry));
            assertThat(client.tags(new Repository(registry.host(), "team/app")).orElseThrow())
                    .hasSize(2);
        }
    }

    @Test
    void aRepositoryOfTheCatalogueThatIsEmptyByNowIsNoFailure() {
        try (EmbeddedRegistry registry = dockerRegistry(EmbeddedRegistry.Settings.in(directory))) {
            new RegistryProbe(settings(registry)).run(WRITING);

            ProbeReport report = new RegistryProbe(settings(registry)).run(ProbeRequest.READ_ONLY);

            assertThat(report.repository()).contains("team/cssc-probe");
            assertThat(report.passed()).as("%s", report).isTrue();
        }
    }

    @Test
    void aRegistryThatKeepsEverythingSaysSoWithAndWithoutWriting() {
        try (EmbeddedRegistry registry =
                dockerRegistry(EmbeddedRegistry.Settings.in(directory).withoutDeletion())) {
            fill(settings(registry));

            for (ProbeRequest request : List.of(new ProbeRequest(Optional.of("team/app"), false), WRITING)) {
                ProbeReport report = new RegistryProbe(settings(registry)).run(request);

                assertThat(report.passed()).isTrue();
                assertIs(report, Kind.DELETE, Outcome.NOT_SUPPORTED, ProbeReason.DELETION_DISABLED);
            }
        }
    }

    @Test
    void aRegistryWithUsersWantsTheRightOne() {
        // robot:secret
        EmbeddedRegistry.Settings withUsers = EmbeddedRegistry.Settings.in(directory)
                .onlyFor("robot:$2y$05$abcdefghijklmnopqrstuuOQiyCxlgf/oeuTqixKmWdcYUh4Hjl0a");
        try (EmbeddedRegistry registry = dockerRegistry(withUsers)) {
            RegistrySettings robot = settings(registry).as(new Credentials("robot", "secret"));
            fill(robot);

            assertFailsAt(
                    new RegistryProbe(settings(registry)).run(WRITING), Kind.AUTH, ProbeReason.CREDENTIALS_MISSING);
            assertFailsAt(
                    new RegistryProbe(settings(registry).as(new Credentials("robot", "wrong"))).run(WRITING),
                    Kind.AUTH,
                    ProbeReason.CREDENTIALS_REFUSED);
            assertThat(new RegistryProbe(robot).run(WRITING).passed()).isTrue();
        }
    }

    @Test
    void craneCutsListsWithoutAWord() {
        assumeTrue(EmbeddedRegistry.isCraneInstalled(), "crane is not on PATH");
        try (EmbeddedRegistry registry = EmbeddedRegistry.startCrane(directory)) {
            fill(settings(registry));

            ProbeReport report = new RegistryProbe(settings(registry)).run(WRITING);

            assertThat(report.passed()).as("%s", report).isTrue();
            assertOk(report, Kind.PUSH);
            assertOk(report, Kind.DELETE);
            assertIs(report, Kind.PAGING, Outcome.NOT_SUPPORTED, ProbeReason.PAGES_NOT_LINKED);
        }
    }

    @Test
    void theProbesOwnManifestIsReadBackByItsDigest() {
        try (EmbeddedRegistry registry =
                dockerRegistry(EmbeddedRegistry.Settings.in(directory).withoutDeletion())) {
            fill(settings(registry));

            ProbeReport report = new RegistryProbe(settings(registry)).run(WRITING);

            String detail = check(report, Kind.DELETE).detail();
            Digest left = Digest.parse(detail.replaceAll(".*@(sha256:[0-9a-f]{64}).*", "$1"))
                    .orElseThrow();
            assertThat(FakeRegistry.client(settings(registry))
                            .manifest(ImageReference.of(new Repository(registry.host(), "team/cssc-probe"), left)))
                    .isPresent();
        }
    }
}
