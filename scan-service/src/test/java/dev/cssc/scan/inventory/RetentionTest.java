package dev.cssc.scan.inventory;

import dev.cssc.common.event.Scanner;
import dev.cssc.common.image.Digest;
import dev.cssc.common.image.Platform;
import dev.cssc.common.image.Repository;
import dev.cssc.common.testing.TestStack;
import dev.cssc.common.transaction.Transactions;
import dev.cssc.scan.TestScans;
import dev.cssc.scan.engine.ScanOutcome;
import dev.cssc.scan.service.ScanStack;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.UUID;

import static org.assertj.core.api.Assertions.assertThat;

/** Nothing but what this test made old is old. */
@QuarkusTest
@WithTestResource(TestStack.class)
@WithTestResource(ScanStack.class)
class RetentionTest {
    private static final Duration MONTH = Duration.ofDays(30);

    @Inject
    Transactions transactions;

    @Inject
    Retention retention;

    @Inject
    UnusedStore unused;

    @Inject
    ImageStore images;

    @Inject
    Memory memory;

    private final String id = UUID.randomUUID().toString().substring(0, 8);
    private final Repository repository = new Repository("registry.test", "retention/" + id);

    @Test
    void imageThatNobodyWatchesAndNobodyAskedForGoesWithAllThatIsKnownOfIt() {
        Digest image = image("app", "app-" + id);
        age();

        retention.removeOld();

        assertThat(count("image", "digest = '" + image + "'")).isZero();
        assertThat(count("image_platform", "digest = '" + image + "'")).isZero();
        assertThat(count("manifest", "digest = '" + image + "'")).isZero();
        assertThat(count("package_set_package l join package p on p.id = l.package", "p.name = 'app-" + id + "'"))
                .isZero();
        assertThat(count("finding", "vulnerability = 'CVE-app-" + id + "'")).isZero();
    }

    @Test
    void watchedImageAndTheSourceOfAWatchedPatchStay() {
        Digest patch = image("patch", "patch-" + id);
        Digest source = image("source", "source-" + id);
        execute("insert into watched_image (workflow, name, repository, digest, source, criteria, verdict) values ('w-"
                + id + "', 'n', 'r', '" + patch + "', '" + source + "', '{}', 'CLEAN')");
        age();

        retention.removeOld();

        for (Digest image : List.of(patch, source)) {
            assertThat(count("image_platform", "digest = '" + image + "'")).isEqualTo(1);
            assertThat(count(
                            "manifest m join judgement j on j.package_set = m.package_set",
                            "m.digest = '" + image + "'"))
                    .isEqualTo(1);
        }
    }

    @Test
    void imageThatSomebodyAsksForAgainStays() {
        Digest image = image("app", "app-" + id);
        age();
        keepPlatforms(image);

        retention.removeOld();

        assertThat(count("image", "digest = '" + image + "'")).isEqualTo(1);
        assertThat(count("manifest", "digest = '" + image + "'")).isEqualTo(1);
    }

    @Test
    void packageSetOfAnotherManifestStaysWithIt() {
        image("old", "shared-" + id);
        age();
        Digest young = image("young", "shared-" + id);

        retention.removeOld();

        assertThat(count("manifest m join package_set s on s.id = m.package_set", "m.digest = '" + young + "'"))
                .isEqualTo(1);
    }

    @Test
    void whatWasReadOutOfAStagedPatchThatWasRefusedGoes() {
        Digest staged = Digest.of("staged " + id);
        transactions.await(tx -> memory.keep(tx, staged, scan("staged-" + id), ""));
        age();

        retention.removeOld();

        assertThat(count("manifest", "digest = '" + staged + "'")).isZero();
        assertThat(count("finding", "vulnerability = 'CVE-staged-" + id + "'")).isZero();
    }

    @Test
    void whereNothingIsOldNothingIsRemoved() {
        image("app", "app-" + id);
        long before = count("image", "true") + count("manifest", "true") + count("package_set", "true");

        retention.removeOld();

        assertThat(count("image", "true") + count("manifest", "true") + count("package_set", "true"))
                .isEqualTo(before);
    }

    @Test
    void manyImagesAreRemovedInBatches() {
        execute("""
                insert into image (registry, repository, digest, asked)
                select 'registry.test', 'many/%1$s', 'sha256:%1$s' || lpad(to_hex(i), 56, '0'), now() - interval '31 days'
                from generate_series(1, 5000) as i
                """.formatted(id));
        execute("""
                insert into image_platform (digest, position, os, architecture, manifest)
                select digest, 0, 'linux', 'amd64', digest from image where repository = 'many/%s'
                """.formatted(id));
        execute("""
                insert into manifest (digest, engine, version, not_understood, at)
                select digest, 'test', '1', 'scratch', now() - interval '31 days' from image where repository = 'many/%s'
                """.formatted(id));
        String mine = "digest like 'sha256:" + id + "%'";

        int removed = transactions.await(tx -> unused.removeImages(tx, MONTH, Retention.BATCH));
        assertThat(removed).isEqualTo(Retention.BATCH);
        assertThat(count("image_platform", mine)).isEqualTo(5_000 - Retention.BATCH);
        retention.removeOld();

        assertThat(count("image", mine) + count("image_platform", mine) + count("manifest", mine))
                .isZero();
    }

    @Test
    void oldKnowledgeGoesWithItsSweepButNeverTheNewest() {
        for (String database : List.of("first", "second")) {
            execute("insert into knowledge (name, version, database, options, at) values ('engine-" + id + "', '1', '"
                    + database + "', '', now() - interval '31 days')");
        }
        execute("insert into sweep (knowledge, chunks) select id, 0 from knowledge where name = 'engine-" + id + "'");

        retention.removeOld();

        assertThat(count("knowledge", "name = 'engine-" + id + "' and database = 'first'"))
                .isZero();
        assertThat(count("knowledge k join sweep s on s.knowledge = k.id", "k.name = 'engine-" + id + "'"))
                .isEqualTo(1);
    }

    /** An image with this package, in which something is found. */
    private Digest image(String name, String packageName) {
        Digest digest = Digest.of(name + " " + id);
        keepPlatforms(digest);
        transactions.await(tx -> memory.keep(tx, digest, scan(packageName), ""));
        return digest;
    }

    private void keepPlatforms(Digest digest) {
        transactions.await(tx -> images.keepPlatforms(
                tx, repository, digest, List.of(new PlatformManifest(Platform.parse("linux/amd64"), digest))));
    }

    private static ScanOutcome.Scanned scan(String packageName) {
        return new ScanOutcome.Scanned(
                TestScans.inventory(packageName),
                List.of(TestScans.upgrade(packageName, "CVE-" + packageName)),
                List.of(),
                new Scanner("test", "1", "db"));
    }

    /** Makes all that this test stored so far older than it is kept. */
    private void age() {
        String mine = "in (select m.digest from manifest m join package_set_package l on l.package_set = m.package_set"
                + " join package p on p.id = l.package where p.name like '%-" + id + "')";
        execute("update image set asked = now() - interval '31 days' where repository = 'retention/" + id + "'");
        execute(
                "update package_set set at = now() - interval '31 days' where id in (select l.package_set from package_set_package l"
                        + " join package p on p.id = l.package where p.name like '%-" + id + "')");
        execute("update manifest set at = now() - interval '31 days' where digest " + mine);
    }

    private void execute(String statement) {
        transactions.await(tx -> tx.statement(statement).executeUpdate());
    }

    private long count(String table, String condition) {
        return transactions.await(tx -> tx.column("select count(*) from " + table + " where " + condition, Long.class)
                .getSingleResult());
    }
}
