package dev.cssc.patch.staging;

import dev.cssc.common.embedded.ImageBuild;
import dev.cssc.common.embedded.Layer;
import dev.cssc.common.event.Criteria;
import dev.cssc.common.event.MultiPlatform;
import dev.cssc.common.event.OperatingSystem;
import dev.cssc.common.event.PackageUpgrade;
import dev.cssc.common.event.PlatformFindings;
import dev.cssc.common.event.Scanner;
import dev.cssc.common.event.StagedPlatform;
import dev.cssc.common.event.UnpatchedPlatform;
import dev.cssc.common.event.VulnsFound;
import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.FailureException;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.image.Digest;
import dev.cssc.common.image.ImageReference;
import dev.cssc.common.image.PinnedImage;
import dev.cssc.common.image.Platform;
import dev.cssc.common.image.Repository;
import dev.cssc.common.image.Tag;
import dev.cssc.common.image.TagConvention;
import dev.cssc.common.job.Job;
import dev.cssc.common.registry.Descriptor;
import dev.cssc.common.registry.ImageIndex;
import dev.cssc.common.registry.RegistryClient;
import dev.cssc.common.testing.TestStack;
import dev.cssc.patch.RegistryResource;
import dev.cssc.patch.engine.PatchEngine;
import dev.cssc.patch.engine.PatchRequest;
import dev.cssc.patch.engine.PatchedLayers;
import dev.cssc.patch.promotion.Promotion;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Indexes of which not every image can be patched, from findings to the published index; the engine only adds a file. */
@QuarkusTest
@WithTestResource(TestStack.class)
@WithTestResource(RegistryResource.class)
class MultiPlatformTest extends PatchHandlerDriver {
    private static final Platform AMD64 = Platform.of("linux", "amd64");
    private static final Platform ARM64 = Platform.parse("linux/arm64/v8");
    private static final PackageUpgrade TAR = new PackageUpgrade("tar", "1", "2", List.of());

    @Inject
    Promotion promotion;

    @Inject
    RegistryClient registry;

    private final String name = UUID.randomUUID().toString();
    private final ImageBuild image = ImageBuild.of(Layer.ofFiles(Map.of("app", name)));
    private final AddingEngine engine = new AddingEngine();
    private MultiPlatform policy = MultiPlatform.PATCH_WHAT_CAN;
    private Repository repository;
    private Digest amd64;
    private Digest arm64;
    private PinnedImage source;

    @BeforeEach
    void anIndexOfTwoPlatforms() {
        repository = new Repository(registries.all().getFirst().host(), "app-" + name);
        amd64 = push(AMD64, "building-amd64");
        arm64 = push(ARM64, "building-arm64");
        Digest attestation = push(Platform.of("unknown", "unknown"), "building-attestation");
        var index = ImageDocuments.index(
                Map.entry(AMD64, amd64),
                Map.entry(ARM64, arm64),
                Map.entry(Platform.of("unknown", "unknown"), attestation));
        source = new PinnedImage(repository, new Tag("1"), registry.putManifest(repository, new Tag("1"), index));
    }

    @Test
    void whatDoesNotRunHereIsCarriedOverByItsDigestAndNamed() {
        engine.notOn = Set.of(ARM64);

        StagedPatch patch = find(run()).orElseThrow();
        Tag tag = promotion.promote(patch);

        ImageIndex published = index(tag);
        assertThat(published.manifests()).hasSize(2);
        assertThat(published.manifests().getFirst().digest())
                .isEqualTo(patch.parts().getFirst().staged().staged())
                .isNotEqualTo(amd64);
        assertThat(published.manifests().getLast().digest()).isEqualTo(arm64);
        assertThat(patch.carriedOver().unpatched()).singleElement().satisfies(one -> {
            assertThat(one.platform()).isEqualTo(ARM64);
            assertThat(one.manifest()).isEqualTo(arm64);
            assertThat(one.reason()).isEqualTo(ReasonCode.PLATFORM_NOT_RUNNABLE);
        });
        assertThat(patch.carriedOver().droppedAttestations()).isOne();
        assertThat(patch.remaining()).containsExactly(TAR);
        assertThat(waits()).as("no repository is waited for").isZero();
    }

    @Test
    void whereBothRunBothAreReplacedAndNoPlatformGetsATag() {
        StagedPatch patch = find(run()).orElseThrow();
        assertThat(tags()).as("while it is staged").containsExactlyInAnyOrderElementsOf(before());

        Tag tag = promotion.promote(patch);

        assertThat(index(tag).manifests())
                .extracting(Descriptor::digest)
                .containsExactlyElementsOf(patch.parts().stream()
                        .map(StagedPart::staged)
                        .map(StagedPlatform::staged)
                        .toList());
        assertThat(index(tag).manifests().getLast().platform()).contains(Platform.of("linux", "arm64"));
        List<String> after = new ArrayList<>(before());
        after.add("1-1");
        assertThat(tags()).containsExactlyInAnyOrderElementsOf(after);
    }

    @Test
    void nothingIsMadeOrStagedWhereAllAreWantedAndOneDoesNotRunHere() {
        engine.notOn = Set.of(ARM64);
        policy = MultiPlatform.ALL_OR_NOTHING;
        Job job = job();

        assertThatThrownBy(() -> handler(engine).run(job)).isInstanceOfSatisfying(FailureException.class, e -> {
            assertThat(e.failure().reason()).isEqualTo(ReasonCode.PLATFORM_NOT_RUNNABLE);
            assertThat(e.failure().detail()).contains("linux/arm64/v8", "all platforms or none");
            assertThat(e.failure().retryable()).isFalse();
        });

        assertThat(engine.patched).isEmpty();
        assertThat(find(job)).isEmpty();
    }

    @Test
    void anEmulatorThatComesLaterHasTheOtherPlatformPatched() {
        engine.notOn = Set.of(ARM64);
        publish(find(run()).orElseThrow());
        run();
        assertThat(engine.patched).as("the same is not done again").containsExactly(AMD64);

        engine.notOn = Set.of();

        assertThat(find(run()))
                .hasValueSatisfying(patch -> assertThat(patch.parts()).hasSize(2));
    }

    @Test
    void aPlatformWhoseFixIsNotThereYetIsLookedAtAgainThoughTheOtherWasPatched() {
        engine.notYet = Set.of(ARM64);
        StagedPatch first = find(run()).orElseThrow();
        publish(first);
        assertThat(first.carriedOver().unpatched())
                .extracting(UnpatchedPlatform::reason)
                .containsExactly(ReasonCode.FIXED_VERSION_UNAVAILABLE);
        assertThat(waits()).isOne();

        run();
        assertThat(engine.patched).as("within the hours").hasSize(2);

        hoursPass();
        engine.notYet = Set.of();
        assertThat(find(run()))
                .hasValueSatisfying(
                        patch -> assertThat(patch.carriedOver().unpatched()).isEmpty());
        assertThat(waits()).isZero();
    }

    private Digest push(Platform platform, String tag) {
        return new Digest(image.on(platform).push(repository.registry(), repository.path(), tag));
    }

    /** The source's own tags; those of its images are there because the test's registry client puts by tag. */
    private static List<String> before() {
        return List.of("1", "building-amd64", "building-arm64", "building-attestation");
    }

    private List<String> tags() {
        return registry.tags(repository).orElseThrow().stream().map(Tag::value).toList();
    }

    private ImageIndex index(Tag tag) {
        return ImageIndex.parse(
                registry.manifest(ImageReference.of(repository, tag)).orElseThrow());
    }

    private Job run() {
        Job job = job();
        transactions.await(handler(engine).run(job)::apply);
        return job;
    }

    private void publish(StagedPatch patch) {
        transactions.await(tx -> patches.accepted(tx, patch.id()));
        Tag tag = promotion.promote(patch);
        transactions.await(tx -> patches.published(tx, patch.id(), tag, 1, List.of()));
    }

    private Optional<StagedPatch> find(Job job) {
        return transactions.await(tx -> patches.find(tx, job.id()));
    }

    private void hoursPass() {
        for (String moved : List.of(
                "update patch set staged_at = staged_at - interval '7 hours', answered_at = answered_at - interval '7 hours'",
                "update attempt set at = at - interval '7 hours'")) {
            transactions.await(tx -> tx.statement(moved + " where source_digest = :source")
                    .setParameter("source", source.digest().value())
                    .executeUpdate());
        }
    }

    private long waits() {
        return transactions.await(tx -> tx.column(
                        "select count(*) from awaited_fix where image = :image and due_at is not null", Long.class)
                .setParameter("image", source.name())
                .getSingleResult());
    }

    private Job job() {
        Criteria criteria = new Criteria(Optional.empty(), List.of(), List.of(), Optional.empty(), Optional.of(policy));
        VulnsFound found = new VulnsFound(
                "run-" + name,
                "w",
                source,
                source,
                TagConvention.INCREMENTAL,
                Optional.of(criteria),
                List.of(findings(AMD64, amd64), findings(ARM64, arm64)),
                new Scanner("test", "1", "db"));
        return job(found);
    }

    private PlatformFindings findings(Platform platform, Digest manifest) {
        return new PlatformFindings(
                platform,
                manifest,
                new OperatingSystem("debian", "12"),
                List.of(TAR),
                Digest.of("inventory " + name + platform));
    }

    /** Adds a file to images of the platforms that it is told to work on. */
    private final class AddingEngine implements PatchEngine {
        private Set<Platform> notOn = Set.of();
        private Set<Platform> notYet = Set.of();
        private final List<Platform> patched = new ArrayList<>();

        @Override
        public String name() {
            return "adding";
        }

        @Override
        public PatchedLayers patch(PatchRequest request) {
            patched.add(request.platform());
            if (notYet.contains(request.platform())) {
                throw Failure.of(ReasonCode.FIXED_VERSION_UNAVAILABLE, "nothing is there")
                        .toException();
            }
            String digest = image.on(request.platform())
                    .plus(Layer.ofFiles(Map.of("patch", name + request.platform())))
                    .push(
                            request.staging().registry(),
                            request.staging().path(),
                            request.temporary().value());
            return new PatchedLayers(new Digest(digest), request.packages(), List.of());
        }

        @Override
        public Optional<String> unrunnable(Platform platform) {
            return notOn.contains(platform) ? Optional.of(platform + " does not run here") : Optional.empty();
        }

        @Override
        public List<Platform> platforms() {
            return List.of(AMD64, ARM64);
        }

        @Override
        public Optional<String> unready() {
            return Optional.empty();
        }
    }
}
