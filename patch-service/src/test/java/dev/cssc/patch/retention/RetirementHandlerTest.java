package dev.cssc.patch.retention;

import dev.cssc.common.embedded.EmbeddedRegistry;
import dev.cssc.common.event.EventCodec;
import dev.cssc.common.event.PackageUpgrade;
import dev.cssc.common.event.Scanner;
import dev.cssc.common.event.StagedPlatform;
import dev.cssc.common.event.VulnsFound;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.image.Platform;
import dev.cssc.common.image.TagConvention;
import dev.cssc.common.job.Job;
import dev.cssc.common.testing.TestStack;
import dev.cssc.common.transaction.Transactions;
import dev.cssc.patch.RegistryResource;
import dev.cssc.patch.engine.TestRegistry;
import dev.cssc.patch.meter.PatchMeters;
import dev.cssc.patch.promotion.CrashingRegistry;
import dev.cssc.patch.staging.CarriedOver;
import dev.cssc.patch.staging.PatchStore;
import dev.cssc.patch.staging.StagedPart;
import dev.cssc.patch.staging.StagedPatch;
import dev.cssc.patch.staging.Wanted;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What retention remembers of its removals, with a real database and a real registry. */
@QuarkusTest
@WithTestResource(TestStack.class)
@WithTestResource(RegistryResource.class)
class RetirementHandlerTest {
    @TempDir
    Path directory;

    @Inject
    PatchStore patches;

    @Inject
    RetirementStore store;

    @Inject
    Transactions transactions;

    @Inject
    PatchMeters meters;

    /** Settings as an operator would have given them. */
    private record Settings(OptionalInt keep, Duration again, int mostTags) implements RetentionConfig {
        static Settings keep(int number) {
            return new Settings(OptionalInt.of(number), Duration.ofDays(1), 100);
        }
    }

    @Test
    void theNewestStayAndAgainChangesNothing() {
        try (TestRegistry registry = new TestRegistry(directory.resolve("registry"))) {
            PublishedByHand there = fivePatches(registry);

            run(registry, there, Settings.keep(2));
            assertThat(there.tags()).containsExactly("1", "1-4", "1-5");

            run(registry, there, Settings.keep(2));
            assertThat(there.tags()).containsExactly("1", "1-4", "1-5");
            assertThat(states(there)).containsExactly("RETIRED", "RETIRED", "RETIRED", "PUBLISHED", "PUBLISHED");
        }
    }

    @Test
    void whereMoreAreKeptThanThereAreNothingGoes() {
        try (TestRegistry registry = new TestRegistry(directory.resolve("registry"))) {
            PublishedByHand there = fivePatches(registry);

            run(registry, there, Settings.keep(50));

            assertThat(there.tags()).hasSize(6);
        }
    }

    @Test
    void aRemovalThatWasCutShortIsGoneOnWith() {
        try (TestRegistry registry = new TestRegistry(directory.resolve("registry"))) {
            PublishedByHand there = fivePatches(registry);
            RetirementHandler crashing = new RetirementHandler(
                    new CrashingRegistry(registry.client, CrashingRegistry.Point.MANIFEST_DELETED),
                    store,
                    transactions,
                    Settings.keep(2),
                    meters);
            assertThatThrownBy(() -> crashing.run(job(there))).isInstanceOf(CrashingRegistry.Crash.class);
            assertThat(states(there)).as("nothing was written down").doesNotContain("RETIRED");

            run(registry, there, Settings.keep(2));

            assertThat(there.tags()).containsExactly("1", "1-4", "1-5");
            assertThat(states(there)).containsExactly("RETIRED", "RETIRED", "RETIRED", "PUBLISHED", "PUBLISHED");
        }
    }

    @Test
    void whatSomebodyElsesTagPointsToStaysAndTheOthersGo() {
        try (TestRegistry registry = new TestRegistry(directory.resolve("registry"))) {
            PublishedByHand there = fivePatches(registry);
            there.alsoTagged(there.pointsTo("1-2").orElseThrow(), "production");

            run(registry, there, Settings.keep(2));

            assertThat(there.tags()).containsExactly("1", "1-2", "1-4", "1-5", "production");
            assertThat(reasons(there)).containsExactly("", "TAG_SHARED", "", "", "");
        }
    }

    @Test
    void aRegistryThatRefusesIsAskedForOnePatchAtATimeAndForEachOnceADay() {
        try (TestRegistry registry = new TestRegistry(
                EmbeddedRegistry.Settings.in(directory.resolve("registry")).withoutDeletion())) {
            PublishedByHand there = fivePatches(registry);

            run(registry, there, Settings.keep(2));
            assertThat(reasons(there)).containsExactly("", "", ReasonCode.DELETION_REFUSED.name(), "", "");

            run(registry, there, Settings.keep(2));
            assertThat(reasons(there)).containsExactly("", "DELETION_REFUSED", "DELETION_REFUSED", "", "");
            assertThat(there.tags()).hasSize(6);
        }
    }

    @Test
    void aRepositoryWithTooManyTagsIsLeftAndNotLookedAtAgainForATime() {
        try (TestRegistry registry = new TestRegistry(directory.resolve("registry"))) {
            PublishedByHand there = fivePatches(registry);
            Settings narrow = new Settings(OptionalInt.of(2), Duration.ofDays(1), 3);

            run(registry, there, narrow);

            assertThat(reasons(there)).containsExactly("TOO_LARGE", "TOO_LARGE", "TOO_LARGE", "", "");
            List<OldPatch> published = transactions.await(
                    tx -> store.published(tx, there.repository, there.source().tag()));
            assertThat(Surplus.possible(published, 2)).isEmpty();
        }
    }

    private void run(TestRegistry registry, PublishedByHand there, RetentionConfig config) {
        new RetirementHandler(registry.client, store, transactions, config, meters).run(job(there));
    }

    private static Job job(PublishedByHand there) {
        Retirement retirement = new Retirement(there.repository, there.source().tag());
        return new Job(
                UUID.randomUUID(),
                Retirement.KIND,
                "retire",
                "subject",
                EventCodec.write(retirement),
                1,
                false,
                Instant.now());
    }

    private PublishedByHand fivePatches(TestRegistry registry) {
        PublishedByHand there = new PublishedByHand(registry);
        for (int number = 1; number <= 5; number++) {
            stored(there.patch("1-" + number));
        }
        return there;
    }

    private void stored(OldPatch patch) {
        StagedPlatform platform = new StagedPlatform(
                Platform.host(),
                patch.source().digest(),
                patch.digest(),
                List.of(new PackageUpgrade("tar", "1", "2", List.of())));
        StagedPatch staged = new StagedPatch(
                patch.id(),
                "run",
                "w",
                patch.source(),
                TagConvention.INCREMENTAL,
                patch.source().repository(),
                List.of(new StagedPart(platform, patch.tag(), List.of(), 1, Optional.empty())),
                Optional.empty(),
                CarriedOver.NONE,
                "test",
                "db",
                1);
        VulnsFound found = new VulnsFound(
                "run",
                "w",
                patch.source(),
                patch.source(),
                TagConvention.INCREMENTAL,
                Optional.empty(),
                List.of(),
                new Scanner("test", "1", "db"));
        transactions.await(tx -> patches.staged(tx, staged, Wanted.of(found, "test", List.of())));
        transactions.await(tx -> patches.published(tx, patch.id(), patch.tag(), 1, List.of()));
    }

    private List<String> states(PublishedByHand there) {
        return column(there, "state");
    }

    private List<String> reasons(PublishedByHand there) {
        return column(there, "coalesce(stays_reason, '')");
    }

    private List<String> column(PublishedByHand there, String what) {
        return transactions.await(tx -> tx.session()
                .createNativeQuery(
                        "select " + what + " from patch where repository = :repository order by published_tag",
                        String.class)
                .setParameter("repository", there.repository.path())
                .getResultList());
    }
}
