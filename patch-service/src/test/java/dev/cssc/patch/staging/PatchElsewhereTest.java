package dev.cssc.patch.staging;

import dev.cssc.common.embedded.ImageBuild;
import dev.cssc.common.embedded.Layer;
import dev.cssc.common.event.Criteria;
import dev.cssc.common.event.OperatingSystem;
import dev.cssc.common.event.PackageUpgrade;
import dev.cssc.common.event.PatchTarget;
import dev.cssc.common.event.PlatformFindings;
import dev.cssc.common.event.Scanner;
import dev.cssc.common.event.VulnsFound;
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
import dev.cssc.common.lineage.Lineage;
import dev.cssc.common.registry.Descriptor;
import dev.cssc.common.registry.ImageManifest;
import dev.cssc.common.registry.RegistryClient;
import dev.cssc.common.testing.TestStack;
import dev.cssc.common.transaction.Effect;
import dev.cssc.patch.RegistryResource;
import dev.cssc.patch.SecondRegistryResource;
import dev.cssc.patch.promotion.Promotion;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A source in one registry, its patches in another, or below a prefix; the engine is one that only adds a file. */
@QuarkusTest
@WithTestResource(TestStack.class)
@WithTestResource(RegistryResource.class)
@WithTestResource(SecondRegistryResource.class)
class PatchElsewhereTest extends PatchHandlerDriver {
    private static final PackageUpgrade TAR = new PackageUpgrade("tar", "1", "2", List.of());

    @Inject
    Promotion promotion;

    @Inject
    RegistryClient registry;

    private final String name = UUID.randomUUID().toString();
    private final ImageBuild image = ImageBuild.of(Layer.ofFiles(Map.of("app", name)));
    private final AddingEngine engine = new AddingEngine(image.plus(Layer.ofFiles(Map.of("patch", name))));
    private PinnedImage source;
    private PatchTarget elsewhere;

    @BeforeEach
    void aSourceOfItsOwn() {
        Repository repository = new Repository(registries.all().getFirst().host(), "shop/app-" + name);
        source = new PinnedImage(
                repository, new Tag("1"), new Digest(image.push(repository.registry(), repository.path(), "1")));
        String other = registries.all().getLast().host();
        assertThat(other).isNotEqualTo(repository.registry());
        elsewhere = new PatchTarget(Optional.of(other), Optional.of("patched"));
    }

    @Test
    void aPatchIsStagedAndPublishedInTheOtherRegistryAndNamesItsSource() {
        Repository site = elsewhere.siteOf(source.repository());
        List<Tag> before = registry.tags(source.repository()).orElseThrow();

        StagedPatch patch = staged(job(Optional.of(elsewhere), "db-1"));
        assertThat(patch.site()).hasToString(site.registry() + "/patched/shop/app-" + name);
        assertThat(patch.staging()).hasToString(site.registry() + "/cssc-staging/patched/shop/app-" + name);
        Tag tag = published(patch);

        assertThat(tag).isEqualTo(new Tag("1-1"));
        ImageManifest there = ImageManifest.parse(
                registry.manifest(ImageReference.of(site, tag)).orElseThrow());
        assertThat(there.layers()).extracting(Descriptor::digest).allMatch(layer -> registry.blobExists(site, layer));
        assertThat(there.annotations())
                .containsEntry(Lineage.BASE_NAME, source.name())
                .containsEntry(Lineage.BASE_DIGEST, source.digest().value());
        assertThat(registry.tags(source.repository()).orElseThrow()).isEqualTo(before);
        assertThat(registry.tags(area.of(source.repository())))
                .as("nothing was staged beside it")
                .isEmpty();
    }

    @Test
    void theSecondTimeNothingIsMade() {
        published(staged(job(Optional.of(elsewhere), "db-1")));

        Job again = job(Optional.of(elsewhere), "db-1");
        run(again);

        assertThat(find(again)).isEmpty();
        assertThat(engine.calls).isEqualTo(1);
    }

    @Test
    void theNextPatchTakesTheNextNumberThere() {
        published(staged(job(Optional.of(elsewhere), "db-1")));
        Repository site = elsewhere.siteOf(source.repository());
        image.push(source.repository().registry(), source.repository().path(), "1-8");
        registry.head(ImageReference.of(site, new Tag("1-1")))
                .ifPresent(first -> registry.deleteManifest(site, first.digest()));
        image.plus(Layer.ofFiles(Map.of("theirs", name))).push(site.registry(), site.path(), "1-4");

        Tag next = published(staged(job(Optional.of(elsewhere), "db-1")));

        assertThat(next).isEqualTo(new Tag("1-5"));
    }

    @Test
    void workflowsWithDifferentTargetsGetTheirPatchesEachWithNumbersOfItsOwn() {
        var below = new PatchTarget(Optional.empty(), Optional.of("mirror"));
        assertThat(published(staged(job(Optional.of(elsewhere), "db-1")))).isEqualTo(new Tag("1-1"));

        assertThat(published(staged(job(Optional.of(below), "db-1"))))
                .as("what is published elsewhere is no answer here")
                .isEqualTo(new Tag("1-1"));
        assertThat(published(staged(job(Optional.empty(), "db-1")))).isEqualTo(new Tag("1-1"));

        for (Optional<PatchTarget> target :
                List.of(Optional.of(elsewhere), Optional.of(below), Optional.<PatchTarget>empty())) {
            Job again = job(target, "db-1");
            run(again);
            assertThat(find(again)).as("%s", target).isEmpty();
        }
    }

    @Test
    void theLayersOfAPatchElsewhereAreTakenOver() {
        published(staged(job(Optional.of(elsewhere), "db-1")));

        published(staged(job(Optional.empty(), "db-1")));

        assertThat(engine.calls).isEqualTo(1);
    }

    @Test
    void aRegistryThatIsNotConfiguredIsToldAndNothingIsMade() {
        var unknown = new PatchTarget(Optional.of("unknown.example"), Optional.empty());

        assertThatThrownBy(() -> run(job(Optional.of(unknown), "db-1")))
                .isInstanceOfSatisfying(FailureException.class, e -> {
                    assertThat(e.failure().reason()).isEqualTo(ReasonCode.REGISTRY_UNKNOWN);
                    assertThat(e.failure().retryable()).isFalse();
                });

        assertThat(engine.calls).isZero();
    }

    @Test
    void aJobWhoseTargetHasNoPossibleNameEndsAllTheSame() {
        var tooLong = new PatchTarget(Optional.empty(), Optional.of("p".repeat(220)));
        Job job = job(Optional.of(tooLong), "db-1");
        FailureException failed = catchFailure(job);
        assertThat(failed.failure().reason()).isEqualTo(ReasonCode.POLICY_INVALID);

        Effect end = handler(engine).gaveUp(job, failed.failure());

        transactions.await(end::apply);
    }

    private FailureException catchFailure(Job job) {
        try {
            run(job);
        } catch (FailureException e) {
            return e;
        }
        throw new AssertionError("it did not fail");
    }

    private StagedPatch staged(Job job) {
        run(job);
        StagedPatch patch = find(job).orElseThrow();
        transactions.await(tx -> patches.accepted(tx, patch.id()));
        return patch;
    }

    private Tag published(StagedPatch patch) {
        Tag tag = promotion.promote(patch);
        transactions.await(tx -> patches.published(tx, patch.id(), tag, 1, List.of()));
        transactions.await(
                tx -> tx.statement("update tag_reservation set written = true where patch = cast(:patch as uuid)")
                        .setParameter("patch", patch.id().toString())
                        .executeUpdate());
        return tag;
    }

    private void run(Job job) {
        Effect effect = handler(engine).run(job);
        transactions.await(effect::apply);
    }

    private Optional<StagedPatch> find(Job job) {
        return transactions.await(tx -> patches.find(tx, job.id()));
    }

    private Job job(Optional<PatchTarget> target, String database) {
        VulnsFound found = new VulnsFound(
                "run-" + name,
                "w",
                source,
                source,
                TagConvention.INCREMENTAL,
                target.map(Criteria.NONE::publishingTo),
                List.of(new PlatformFindings(
                        Platform.host(),
                        source.digest(),
                        new OperatingSystem("debian", "12"),
                        List.of(TAR),
                        Digest.of("inventory"))),
                new Scanner("test", "1", database));
        return job(found);
    }
}
