package dev.cssc.patch.retention;

import dev.cssc.common.event.EventCodec;
import dev.cssc.common.event.PackageUpgrade;
import dev.cssc.common.event.Scanner;
import dev.cssc.common.event.StagedPlatform;
import dev.cssc.common.event.VulnsFound;
import dev.cssc.common.image.Platform;
import dev.cssc.common.image.TagConvention;
import dev.cssc.common.job.Job;
import dev.cssc.common.job.JobStore;
import dev.cssc.common.transaction.Transactions;
import dev.cssc.patch.engine.TestRegistry;
import dev.cssc.patch.meter.PatchMeters;
import dev.cssc.patch.staging.CarriedOver;
import dev.cssc.patch.staging.Means;
import dev.cssc.patch.staging.PatchStore;
import dev.cssc.patch.staging.Question;
import dev.cssc.patch.staging.StagedPart;
import dev.cssc.patch.staging.StagedPatch;
import jakarta.inject.Inject;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;

/** Patches that are published in a real registry and stored in a real database, and the removal of those that are more than are kept. */
abstract class RetirementTestBase {
    @TempDir
    Path directory;

    @Inject
    PatchStore patches;

    @Inject
    RetirementStore store;

    @Inject
    JobStore jobs;

    @Inject
    Transactions transactions;

    @Inject
    PatchMeters meters;

    /** Settings as an operator would have given them. */
    record Settings(OptionalInt keep, Duration again, int mostTags) implements RetentionConfig {
        static final Settings ALL = new Settings(OptionalInt.empty(), Duration.ofDays(1), 100);

        static Settings keep(int number) {
            return new Settings(OptionalInt.of(number), Duration.ofDays(1), 100);
        }
    }

    void run(TestRegistry registry, PublishedByHand there, RetentionConfig config) {
        new RetirementHandler(registry.client, store, transactions, config, meters).run(job(there));
    }

    static Job job(PublishedByHand there) {
        Retirement retirement = Retirement.of(there.source(), there.site);
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

    PublishedByHand fivePatches(TestRegistry registry) {
        PublishedByHand there = new PublishedByHand(registry);
        for (int number = 1; number <= 5; number++) {
            stored(there.patch("1-" + number));
        }
        return there;
    }

    void stored(OldPatch patch) {
        stored(patch, "w", Optional.empty());
    }

    void stored(OldPatch patch, String workflow, Optional<Integer> keep) {
        StagedPatch staged = staged(patch, workflow);
        VulnsFound found = new VulnsFound(
                "run",
                "w",
                patch.source(),
                patch.source(),
                TagConvention.INCREMENTAL,
                Optional.empty(),
                List.of(),
                new Scanner("test", "1", "db"));
        transactions.await(tx -> patches.staged(tx, staged, Question.of(found, "test", Means.ENGINE), keep));
        transactions.await(tx -> patches.published(tx, patch.id(), patch.tag(), 1, List.of()));
    }

    /** The patch as it was before it was published. */
    static StagedPatch staged(OldPatch patch) {
        return staged(patch, "w");
    }

    private static StagedPatch staged(OldPatch patch, String workflow) {
        StagedPlatform platform = new StagedPlatform(
                Platform.host(),
                patch.source().digest(),
                patch.digest(),
                List.of(new PackageUpgrade("tar", "1", "2", List.of())));
        return new StagedPatch(
                patch.id(),
                "run",
                workflow,
                patch.source(),
                TagConvention.INCREMENTAL,
                patch.site(),
                patch.source().repository(),
                List.of(new StagedPart(platform, patch.tag(), List.of(), 1, Optional.empty())),
                Optional.empty(),
                CarriedOver.NONE,
                "test",
                "db",
                1);
    }

    List<String> states(PublishedByHand there) {
        return column(there, "state");
    }

    List<String> reasons(PublishedByHand there) {
        return column(there, "coalesce(stays_reason, '')");
    }

    private List<String> column(PublishedByHand there, String what) {
        return transactions.await(tx -> tx.column(
                        "select " + what
                                + " from patch where repository = :repository and site = :site order by published_tag",
                        String.class)
                .setParameter("site", there.site.toString())
                .setParameter("repository", there.repository.path())
                .getResultList());
    }
}
