package dev.cssc.scan.service;

import dev.cssc.common.embedded.ImageBuild;
import dev.cssc.common.embedded.Layer;
import dev.cssc.common.event.Criteria;
import dev.cssc.common.event.DueReason;
import dev.cssc.common.event.EventType;
import dev.cssc.common.event.IgnoredVulnerability;
import dev.cssc.common.event.ImageDue;
import dev.cssc.common.event.ImageLifecycle.State;
import dev.cssc.common.event.ImageStatus;
import dev.cssc.common.event.PackageUpgrade;
import dev.cssc.common.event.PatchStaged;
import dev.cssc.common.event.PatchVerified;
import dev.cssc.common.event.Severity;
import dev.cssc.common.event.StagedPlatform;
import dev.cssc.common.event.Vulnerability;
import dev.cssc.common.event.VulnsFound;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.image.Digest;
import dev.cssc.common.image.PinnedImage;
import dev.cssc.common.image.Platform;
import dev.cssc.common.image.Repository;
import dev.cssc.common.image.Tag;
import dev.cssc.common.image.TagConvention;
import dev.cssc.common.registry.Descriptor;
import dev.cssc.common.registry.ManifestWriter;
import dev.cssc.common.registry.MediaType;
import dev.cssc.common.registry.RegistryClient;
import dev.cssc.common.testing.TestStack;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/** What a policy's criteria make of the real report of a real image; its findings are LOW, MEDIUM, HIGH and CRITICAL, and a LOW one unfixed. */
@QuarkusTest
@WithTestResource(TestStack.class)
@WithTestResource(ScanStack.class)
@EnabledIf(
        value = "dev.cssc.common.embedded.EmbeddedRegistry#isInstalled",
        disabledReason = "docker-registry is not installed")
class JudgedByCriteriaTest {
    private static final LocalDate LONG_AGO = LocalDate.of(2020, 1, 31);
    private static final LocalDate LATER = LocalDate.of(2120, 1, 31);

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String kafka;

    @ConfigProperty(name = "test.registry")
    String registry;

    @Inject
    RegistryClient client;

    private final String run = "run-" + UUID.randomUUID();
    private final String id = run.substring(4, 12);
    private Wire wire;

    @BeforeEach
    void connect() {
        wire = new Wire(kafka);
    }

    @Test
    void onlyPackagesWithAFindingThatCountsAreRaisedButWithAllThatTheyFix() {
        PinnedImage source = push("vulnerable");
        Criteria criteria = criteria(Severity.CRITICAL);

        wire.say(due(source, criteria));

        VulnsFound found = wire.awaitEvent(EventType.VULNS_FOUND, VulnsFound.class, source.name());
        assertThat(found.criteria()).contains(criteria);
        assertThat(found.platforms().getFirst().packages()).singleElement().satisfies(perl -> {
            assertThat(perl.name()).isEqualTo("perl-base");
            assertThat(perl.vulnerabilities())
                    .extracting(Vulnerability::severity)
                    .containsExactlyInAnyOrder(Severity.HIGH, Severity.CRITICAL);
        });
        assertThat(sentence(source, State.FIXABLE))
                .startsWith("1 package to raise; 4 findings below CRITICAL do not count");
    }

    @Test
    void imageOfWhichNothingCountsIsCleanAndSaysWhy() {
        PinnedImage source = push("vulnerable");
        Criteria criteria = new Criteria(
                Optional.of(Severity.HIGH),
                List.of(ignored("CVE-2026-8376", LATER), ignored("CVE-2026-7017", LATER)),
                List.of());

        wire.say(due(source, criteria));

        ImageStatus end = end(source);
        assertThat(end.state()).isEqualTo(State.CLEAN);
        assertThat(end.reason()).contains(ReasonCode.NOTHING_TO_PATCH);
        assertThat(end.detail().orElse(""))
                .startsWith("no finding that counts in " + id
                        + "; 3 findings below HIGH and 2 ignored until 2120-01-31 do not count");
    }

    @Test
    void ignoreThatExpiredCountsAgainAndIsSaid() {
        PinnedImage source = push("vulnerable");
        Criteria criteria =
                new Criteria(Optional.of(Severity.CRITICAL), List.of(ignored("CVE-2026-8376", LONG_AGO)), List.of());

        wire.say(due(source, criteria));

        wire.awaitEvent(EventType.VULNS_FOUND, VulnsFound.class, source.name());
        assertThat(sentence(source, State.FIXABLE))
                .contains("CVE-2026-8376 was ignored until 2020-01-31 and counts again");
    }

    @Test
    void onlyThePlatformsOfThePolicyAreJudged() {
        PinnedImage index = index("linux/amd64", "linux/s390x");

        wire.say(due(index, platforms("linux/s390x", "linux/arm64")));

        VulnsFound found = wire.awaitEvent(EventType.VULNS_FOUND, VulnsFound.class, index.name());
        assertThat(found.platforms())
                .extracting(platform -> platform.platform().toString())
                .containsExactly("linux/s390x");
    }

    @Test
    void imageOfAnotherPlatformIsSkippedWithItsReason() {
        PinnedImage source = push("vulnerable");
        PinnedImage index = index("linux/riscv64");

        wire.say(due(source, platforms("linux/s390x")));
        wire.say(due(index, platforms("linux/s390x")));

        for (PinnedImage image : List.of(source, index)) {
            ImageStatus end = end(image);
            assertThat(end.state()).isEqualTo(State.SKIPPED);
            assertThat(end.reason()).contains(ReasonCode.PLATFORM_NOT_WANTED);
            assertThat(end.detail().orElse("")).endsWith("the policy wants linux/s390x");
        }
    }

    @Test
    void stagedPatchMayKeepWhatDoesNotCount() {
        PinnedImage source = push("vulnerable");
        ImageBuild patched = image("vulnerable").plus(Layer.ofFiles(Map.of("patch", id)));
        PinnedImage staged = push("patched-clean", "staged-" + id, patched);
        PackageUpgrade perl = new PackageUpgrade(
                "perl-base",
                "5.36.0-7+deb12u3",
                "5.36.0-7+deb12u4",
                List.of(new Vulnerability("CVE-2026-8376", Severity.CRITICAL)));
        PackageUpgrade tar =
                new PackageUpgrade("tar", "1.34", "1.35", List.of(new Vulnerability("CVE-2005-2541", Severity.LOW)));

        wire.say(new PatchStaged(
                run,
                "w",
                source,
                UUID.randomUUID(),
                staged.repository(),
                List.of(new StagedPlatform(Platform.host(), source.digest(), staged.digest(), List.of(perl, tar))),
                "test",
                Optional.of(criteria(Severity.CRITICAL))));

        PatchVerified verified = wire.awaitEvent(EventType.PATCH_VERIFIED, PatchVerified.class, source.name());
        assertThat(verified.accepted()).isTrue();
        assertThat(verified.verifications().getFirst().remaining()).containsExactly(tar);
        wire.awaitStatus(
                source.name(),
                status -> status.state() == State.VERIFIED && status.detail().isEmpty());
    }

    private static Criteria criteria(Severity minimum) {
        return new Criteria(Optional.of(minimum), List.of(), List.of());
    }

    private static Criteria platforms(String... names) {
        return new Criteria(
                Optional.empty(),
                List.of(),
                Stream.of(names).map(Platform::parse).toList());
    }

    private static IgnoredVulnerability ignored(String vulnerability, LocalDate last) {
        return new IgnoredVulnerability(vulnerability, Optional.empty(), "not reachable", Optional.of(last));
    }

    private ImageDue due(PinnedImage image, Criteria criteria) {
        return new ImageDue(run, "w", DueReason.MANUAL, image, image, TagConvention.INCREMENTAL, Optional.of(criteria));
    }

    private ImageStatus end(PinnedImage image) {
        return wire.awaitStatus(image.name(), status -> status.state().terminal());
    }

    private String sentence(PinnedImage image, State state) {
        return wire.awaitStatus(image.name(), status -> status.state() == state)
                .detail()
                .orElse("");
    }

    private ImageBuild image(String name) {
        return ImageBuild.of(Layer.ofFiles(Map.of(name, id)));
    }

    private PinnedImage push(String situation) {
        return push(situation, id, image(situation));
    }

    private PinnedImage push(String situation, String tag, ImageBuild image) {
        Repository repository = new Repository(registry, "demo/" + situation);
        return new PinnedImage(repository, new Tag(tag), new Digest(image.push(registry, repository.path(), tag)));
    }

    private PinnedImage index(String... platforms) {
        Repository repository = new Repository(registry, "demo/vulnerable");
        List<Descriptor> children = Stream.of(platforms)
                .map(platform -> child(repository, Platform.parse(platform)))
                .toList();
        Tag tag = new Tag("index-" + id);
        return new PinnedImage(
                repository, tag, client.putManifest(repository, tag, ManifestWriter.index(children, Map.of())));
    }

    private Descriptor child(Repository repository, Platform platform) {
        String tag = platform.architecture() + "-" + id;
        PinnedImage child = push("vulnerable", tag, image(tag));
        long size = client.head(child.byDigest()).orElseThrow().size();
        return new Descriptor(
                MediaType.OCI_MANIFEST, child.digest(), size, Optional.of(platform), Optional.empty(), Map.of());
    }
}
