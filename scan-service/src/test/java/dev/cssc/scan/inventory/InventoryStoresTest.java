package dev.cssc.scan.inventory;

import dev.cssc.common.event.OperatingSystem;
import dev.cssc.common.event.Scanner;
import dev.cssc.common.image.Digest;
import dev.cssc.common.image.Platform;
import dev.cssc.common.image.Repository;
import dev.cssc.common.testing.TestStack;
import dev.cssc.common.transaction.Transactions;
import dev.cssc.scan.TestScans;
import dev.cssc.scan.engine.InstalledPackage;
import dev.cssc.scan.engine.Inventory;
import dev.cssc.scan.engine.Knowledge;
import dev.cssc.scan.engine.ScanOutcome;
import dev.cssc.scan.service.ScanStack;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;

@QuarkusTest
@WithTestResource(TestStack.class)
@WithTestResource(ScanStack.class)
class InventoryStoresTest {

    @Inject
    Transactions transactions;

    @Inject
    PackageSetStore sets;

    @Inject
    ImageStore images;

    @Inject
    JudgementStore judgements;

    @Inject
    ReportStore reports;

    @Inject
    Memory memory;

    private final String id = UUID.randomUUID().toString().substring(0, 8);
    private final Digest manifest = Digest.of("manifest " + id);

    @Test
    void packageSetIsStoredOnceAndReadBackWhole() {
        Inventory inventory = new Inventory(
                new OperatingSystem("alma", "9.4"),
                true,
                List.of(
                        new InstalledPackage(
                                "nginx-" + id,
                                "1:1.22",
                                "x86_64",
                                "nginx",
                                "1:1.22",
                                Optional.of("nginx:1.22"),
                                Optional.empty()),
                        new InstalledPackage(
                                "own-" + id, "1", "noarch", "own", "1", Optional.empty(), Optional.of("third-party"))));

        Map<Digest, Long> first = transactions.await(tx -> sets.keep(tx, List.of(inventory)));
        Map<Digest, Long> again = transactions.await(tx -> sets.keep(tx, List.of(inventory, inventory)));

        assertThat(first).containsOnlyKeys(inventory.digest()).isEqualTo(again);
        Map<Long, Inventory> read = transactions.await(tx -> sets.read(tx, first.values()));
        assertThat(read).containsValue(inventory);
        assertThat(count("select count(*) from package where name like '%-" + id + "'"))
                .isEqualTo(2);
        assertThat(count("select count(*) from package_set_package where package_set = "
                        + first.values().iterator().next()))
                .isEqualTo(2);
    }

    @Test
    void replicasThatStoreTheSameAtOnceAgree() throws Exception {
        List<Inventory> inventories = IntStream.range(0, 40)
                .mapToObj(i -> TestScans.inventory("shared-" + id, "a-" + id + "-" + i % 7, "b-" + id + "-" + i))
                .toList();
        List<Callable<Map<Digest, Long>>> replicas = new ArrayList<>();
        for (int seed = 0; seed < 4; seed++) {
            List<Inventory> shuffled = new ArrayList<>(inventories);
            Collections.shuffle(shuffled, new Random(seed));
            replicas.add(() -> transactions.await(tx -> sets.keep(tx, shuffled)));
        }

        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Future<Map<Digest, Long>>> answers = threads.invokeAll(replicas);

            assertThat(answers.getFirst().get()).hasSize(40);
            for (Future<Map<Digest, Long>> answer : answers) {
                assertThat(answer.get()).isEqualTo(answers.getFirst().get());
            }
        }
        assertThat(count("select count(*) from package where name like '%-" + id + "%'"))
                .isEqualTo(1 + 7 + 40);
        assertThat(count(
                        "select count(*) from package_set_package l join package p on p.id = l.package where p.name = 'shared-"
                                + id + "'"))
                .isEqualTo(40);
    }

    @Test
    void imagesWithTheSamePackagesAreStoredAtOnceByManyWorkers() throws Exception {
        List<Callable<Void>> workers = IntStream.range(0, 40)
                .<Callable<Void>>mapToObj(i -> () -> transactions.await(tx ->
                        memory.keep(tx, Digest.of("sibling " + i + id), scan("db-" + i % 2, "CVE-1-" + id), "options")))
                .toList();

        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            for (Future<Void> stored : threads.invokeAll(workers)) {
                stored.get();
            }
        }

        assertThat(count("select count(*) from finding where vulnerability = 'CVE-1-" + id + "'"))
                .isEqualTo(1);
    }

    @Test
    void manifestIsKnownThenJudgedAndOnlyByEqualKnowledge() {
        ScanOutcome.Scanned scan = scan("db-1", "CVE-1-" + id);
        assertThat(recall("db-1")).isEqualTo(new Remembered.Nothing());

        transactions.await(tx -> memory.keep(tx, manifest, scan, "options"));

        assertThat(recall("db-1")).isEqualTo(new Remembered.Judged(scan));
        assertThat(recall("db-2"))
                .isInstanceOfSatisfying(
                        Remembered.Packages.class,
                        known -> assertThat(known.inventory()).isEqualTo(scan.inventory()));
        assertThat(transactions
                        .await(tx ->
                                memory.recall(tx, List.of(manifest), new Knowledge(scan.scanner(), "other options")))
                        .get(manifest))
                .isInstanceOf(Remembered.Packages.class);
    }

    @Test
    void findingsToSearchByAreTheNewestJudgementsAndOlderOnesAreRemoved() {
        transactions.await(tx -> memory.keep(tx, manifest, scan("db-1", "CVE-1-" + id), ""));
        transactions.await(tx -> memory.keep(tx, manifest, scan("db-2", "CVE-2-" + id), ""));

        assertThat(count("select count(*) from finding where vulnerability = 'CVE-1-" + id + "'"))
                .isZero();
        assertThat(count("select count(*) from finding where vulnerability = 'CVE-2-" + id + "'"))
                .isEqualTo(1);
        removeAllSuperseded();
        assertThat(transactions
                        .await(tx -> memory.recall(tx, List.of(manifest), knowledge("db-1", "")))
                        .get(manifest))
                .isInstanceOf(Remembered.Packages.class);
        assertThat(transactions
                        .await(tx -> memory.recall(tx, List.of(manifest), knowledge("db-2", "")))
                        .get(manifest))
                .isInstanceOf(Remembered.Judged.class);
    }

    @Test
    void whatWasNotUnderstoodIsLookedAtAgainByAnotherVersionAndWithAnotherDatabase() {
        Scanner old = new Scanner("test", "1", "db-1");
        transactions.await(
                tx -> memory.keep(tx, manifest, new ScanOutcome.NotUnderstood("no distribution", old), "options"));

        assertThat(recall("db-1"))
                .isInstanceOfSatisfying(
                        Remembered.Judged.class,
                        judged -> assertThat(judged.outcome()).isInstanceOf(ScanOutcome.NotUnderstood.class));
        assertThat(transactions
                        .await(tx -> memory.recall(
                                tx, List.of(manifest), new Knowledge(new Scanner("test", "2", "db-1"), "options")))
                        .get(manifest))
                .isEqualTo(new Remembered.Nothing());
        assertThat(recall("db-2")).as("it may know the release").isEqualTo(new Remembered.Nothing());
    }

    @Test
    void platformsOfADigestAreKnownInTheirOrderWhateverTheRepository() {
        List<PlatformManifest> platforms = List.of(
                new PlatformManifest(Platform.parse("linux/arm64/v8"), Digest.of("b" + id)),
                new PlatformManifest(Platform.parse("linux/amd64"), Digest.of("a" + id)));

        for (String repository : List.of("demo/app", "staging/app", "demo/app")) {
            transactions.await(
                    tx -> images.keepPlatforms(tx, new Repository("registry.test", repository), manifest, platforms));
        }

        Map<Digest, List<PlatformManifest>> known =
                transactions.await(tx -> images.platforms(tx, List.of(manifest, Digest.of("unknown" + id))));
        assertThat(known).isEqualTo(Map.of(manifest, platforms));
        assertThat(count("select count(*) from image where digest = '" + manifest + "'"))
                .isEqualTo(2);
    }

    @Test
    void newestReportIsKeptUntilItIsOld() throws IOException {
        String first = Compressed.bytes("first".getBytes(StandardCharsets.UTF_8));
        transactions.await(tx -> reports.keep(tx, manifest, "test", first));
        String second = Compressed.bytes("second".getBytes(StandardCharsets.UTF_8));
        transactions.await(tx -> reports.keep(tx, manifest, "test", second));
        transactions.await(tx -> reports.removeOlderThan(tx, Duration.ofHours(1), 1_000));

        assertThat(transactions.await(tx -> reports.find(tx, manifest)).orElseThrow())
                .asString()
                .isEqualTo("second");
        transactions.await(tx -> reports.removeOlderThan(tx, Duration.ZERO, 1_000));
        Optional<byte[]> left = transactions.await(tx -> reports.find(tx, manifest));
        assertThat(left).isEmpty();
    }

    private ScanOutcome.Scanned scan(String database, String vulnerability) {
        return new ScanOutcome.Scanned(
                TestScans.inventory("libc-" + id),
                List.of(TestScans.upgrade("libc-" + id, vulnerability)),
                List.of(TestScans.unfixed("libc-" + id, "CVE-open-" + id)),
                new Scanner("test", "1", database));
    }

    private Remembered recall(String database) {
        return transactions
                .await(tx -> memory.recall(tx, List.of(manifest), knowledge(database, "options")))
                .get(manifest);
    }

    private static Knowledge knowledge(String database, String options) {
        return new Knowledge(new Scanner("test", "1", database), options);
    }

    /** In batches, as the service does: other tests leave more than one batch. */
    private void removeAllSuperseded() {
        int removed;
        do {
            removed = transactions.await(tx -> judgements.removeSuperseded(tx, Duration.ZERO, 1_000));
        } while (removed > 0);
    }

    private long count(String query) {
        return transactions.await(tx -> tx.column(query, Long.class).getSingleResult());
    }
}
