package dev.cssc.scan.advisory;

import dev.cssc.common.event.Criteria;
import dev.cssc.common.event.Scanner;
import dev.cssc.common.image.Digest;
import dev.cssc.common.image.Platform;
import dev.cssc.common.image.Repository;
import dev.cssc.common.testing.TestStack;
import dev.cssc.common.transaction.Transactions;
import dev.cssc.scan.TestScans;
import dev.cssc.scan.advisory.WatchedImageStore.Place;
import dev.cssc.scan.engine.Inventory;
import dev.cssc.scan.engine.Knowledge;
import dev.cssc.scan.engine.ScanOutcome;
import dev.cssc.scan.inventory.ImageStore;
import dev.cssc.scan.inventory.JudgementStore;
import dev.cssc.scan.inventory.KnowledgeStore;
import dev.cssc.scan.inventory.MemoryConfig;
import dev.cssc.scan.inventory.PackageSetStore;
import dev.cssc.scan.inventory.PlatformManifest;
import dev.cssc.scan.service.AdvisoryEngine;
import dev.cssc.scan.service.ScanStack;
import dev.cssc.scan.verdict.VerdictKind;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;

/** One package set that thousands of watched images have. */
@QuarkusTest
@TestProfile(AdvisoryEngine.Profile.class)
@WithTestResource(TestStack.class)
@WithTestResource(ScanStack.class)
class ManyImagesOnOneSetTest {
    private static final int MANY = 2 * NewVerdicts.PAGE + 500;

    @Inject
    Transactions transactions;

    @Inject
    NewVerdicts verdicts;

    @Inject
    WatchedImageStore watched;

    @Inject
    Unwatching unwatching;

    @Inject
    MemoryConfig config;

    @Inject
    SweepStore sweeps;

    @Inject
    KnowledgeStore knowledges;

    @Inject
    PackageSetStore sets;

    @Inject
    ImageStore images;

    @Inject
    JudgementStore judgements;

    private final String id = UUID.randomUUID().toString().substring(0, 8);
    private final Repository repository = new Repository("registry.test", "many/" + id);
    private final Digest digest = Digest.of(id);
    private final Inventory inventory = TestScans.inventory("libc-" + id);
    private final Knowledge knowledge = new Knowledge(new Scanner("many-" + id, "1", "db"), "");
    private final ScanOutcome.Scanned scan = new ScanOutcome.Scanned(
            inventory, List.of(TestScans.upgrade("libc-" + id, "CVE-" + id)), List.of(), knowledge.scanner());
    private long number;
    private long set;

    @BeforeEach
    void watchMany() {
        number = transactions.await(tx -> knowledges.number(tx, knowledge));
        set = transactions.await(tx -> sets.keep(tx, List.of(inventory))).get(inventory.digest());
        transactions.await(tx -> images.keepPlatforms(
                        tx, repository, digest, List.of(new PlatformManifest(Platform.parse("linux/amd64"), digest)))
                .chain(() -> images.keepPackages(tx, digest, knowledge.scanner(), set))
                .chain(() -> watched.keep(
                        tx, IntStream.range(0, MANY).mapToObj(this::image).toList())));
    }

    @Test
    void allAreJudgedAndToldOfOncePageByPage() {
        verdicts.settle(knowledge, number, List.of(set), Map.of(set, scan));
        verdicts.settle(knowledge, number, List.of(set), Map.of());

        assertThat(fixable()).isEqualTo(MANY);
        assertThat(announced()).isEqualTo(MANY);
        assertThat(late()).isEmpty();
    }

    @Test
    void whatAnEndBetweenTwoPagesLeftIsFoundAndDoneOnce() {
        Optional<Place> next = transactions.await(tx -> judgements
                .keep(tx, number, Map.of(set, scan))
                .chain(() -> verdicts.page(tx, knowledge, List.of(set), Place.START))
                .call(() -> sweeps.unsettled(tx, number, List.of(set))));
        assertThat(next).isPresent();
        assertThat(fixable()).isEqualTo(NewVerdicts.PAGE);
        assertThat(late()).contains(new SweepStore.Chunk(set, set));

        verdicts.settle(knowledge, number, List.of(set), Map.of());

        assertThat(fixable()).isEqualTo(MANY);
        assertThat(announced()).isEqualTo(MANY);
        assertThat(late()).isEmpty();
    }

    @Test
    void thoseThatNoWorkflowMakesDueAnyMoreAreWatchedNoLonger() {
        execute("update watched_image set since = now() - interval '1 second' * "
                + (config.keepWatched().toSeconds() + 60) + " where workflow = 'w-" + id + "' and name not like '%:1'");

        int removed = transactions.await(tx -> watched.removeNotDueFor(tx, config.keepWatched(), Unwatching.BATCH));
        assertThat(removed).isEqualTo(Unwatching.BATCH);
        unwatching.removeOld();

        assertThat(count("select count(*) from watched_image where workflow = 'w-" + id + "'"))
                .isEqualTo(1);
    }

    private WatchedImage image(int i) {
        return new WatchedImage(
                "w-" + id,
                repository + ":" + i,
                Optional.of(digest),
                Optional.of("run"),
                repository,
                digest,
                Criteria.NONE,
                VerdictKind.CLEAN,
                Optional.of(Set.of()));
    }

    private long fixable() {
        return count("select count(*) from watched_image where verdict = 'FIXABLE' and workflow = 'w-" + id + "'");
    }

    private long announced() {
        return count("select count(*) from announcement where workflow = 'w-" + id + "'");
    }

    /** What is left of this test's sweep. */
    private List<SweepStore.Chunk> late() {
        execute("update job set state = 'DONE' where kind = 'rejudge'");
        return transactions.await(
                tx -> sweeps.late(tx, number, knowledge.scanner().name(), 100));
    }

    private void execute(String statement) {
        transactions.await(tx -> tx.statement(statement).executeUpdate());
    }

    private long count(String query) {
        return transactions.await(tx -> tx.column(query, Long.class).getSingleResult());
    }
}
