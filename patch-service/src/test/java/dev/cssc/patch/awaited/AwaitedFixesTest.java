package dev.cssc.patch.awaited;

import dev.cssc.common.event.BecameFixable;
import dev.cssc.common.event.BecameFixable.Affected;
import dev.cssc.common.event.EventType;
import dev.cssc.common.event.ImageDue;
import dev.cssc.common.event.PackageUpgrade;
import dev.cssc.common.event.Scanner;
import dev.cssc.common.event.Severity;
import dev.cssc.common.event.Vulnerability;
import dev.cssc.common.event.VulnsFound;
import dev.cssc.common.image.Digest;
import dev.cssc.common.image.PinnedImage;
import dev.cssc.common.image.Repository;
import dev.cssc.common.image.Tag;
import dev.cssc.common.image.TagConvention;
import dev.cssc.common.testing.TestStack;
import dev.cssc.common.transaction.Transactions;
import dev.cssc.patch.RegistryResource;
import dev.cssc.patch.Topics;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** When an image is looked at again by itself; hours pass by moving the rows' times. */
@QuarkusTest
@WithTestResource(TestStack.class)
@WithTestResource(RegistryResource.class)
class AwaitedFixesTest {
    private static final PackageUpgrade TAR =
            new PackageUpgrade("tar", "1", "2", List.of(new Vulnerability("CVE-1", Severity.MEDIUM)));
    private static final PackageUpgrade XZ = new PackageUpgrade(
            "xz",
            "1",
            "2",
            List.of(new Vulnerability("CVE-2", Severity.CRITICAL), new Vulnerability("CVE-3", Severity.LOW)));

    @Inject
    AwaitedFixes fixes;

    @Inject
    AwaitedConfig config;

    @Inject
    SecondLooks looks;

    @Inject
    Transactions transactions;

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String kafka;

    private final String workflow = "w-" + UUID.randomUUID();

    @Test
    void anImageIsNotLookedAtAgainBeforeTheTimeHasPassed() {
        told(found("app", "a"), TAR);

        hoursPass(config.after().minusMinutes(1));
        assertThat(due()).isEmpty();
        hoursPass(Duration.ofMinutes(2));

        assertThat(due()).containsExactly(new Affected(image("app"), Severity.MEDIUM, List.of("CVE-1")));
        assertThat(due()).as("once").isEmpty();
    }

    @Test
    void forTheSamePackagesItIsLookedAtABoundedNumberOfTimes() {
        int count = 0;
        told(found("app", "a"), TAR);
        while (count <= config.looks() && !dueAfterTime().isEmpty()) {
            count++;
            told(found("app", "a"), TAR);
        }

        assertThat(count).isEqualTo(config.looks());
    }

    @Test
    void anotherFixOrAnotherSourceIsCountedAnew() {
        useUp();

        told(found("app", "a"), TAR, XZ);
        assertThat(dueAfterTime()).hasSize(1);
        useUp();
        told(found("app", "b"), TAR);
        assertThat(dueAfterTime()).hasSize(1);
    }

    @Test
    void anImageThatGotAllItsFixesIsForgotten() {
        told(found("app", "a"), TAR);
        told(found("app", "a"));

        assertThat(dueAfterTime()).isEmpty();
    }

    @Test
    void imagesOfOtherProducersAreNobodysToAnnounce() {
        VulnsFound foreign = found(ImageDue.FOREIGN_WORKFLOW, "app-" + workflow, "a");

        told(foreign, TAR);

        assertThat(rows(foreign.source().name())).isZero();
    }

    @Test
    void theWorstIsToldFirstAndAWorkflowsImagesTogether() {
        told(found("medium", "a"), TAR);
        told(found("critical", "a"), XZ, TAR);
        hoursPass(config.after());

        looks.look();

        await().atMost(Duration.ofSeconds(60)).until(() -> !news().isEmpty());
        assertThat(news()).singleElement().satisfies(one -> {
            assertThat(one.images())
                    .containsExactly(
                            new Affected(image("critical"), Severity.CRITICAL, List.of("CVE-2", "CVE-1", "CVE-3")),
                            new Affected(image("medium"), Severity.MEDIUM, List.of("CVE-1")));
            assertThat(one.scanner().database()).startsWith("package repositories at ");
        });
    }

    @Test
    void whatNobodyLookedAtForMonthsIsRemoved() {
        told(found("app", "a"), TAR);
        dueAfterTime();
        hoursPass(Duration.ofDays(91));

        looks.look();

        assertThat(rows(image("app"))).isZero();
    }

    private void useUp() {
        for (int i = 0; i <= config.looks(); i++) {
            told(found("app", "a"), TAR);
        }
        assertThat(dueAfterTime()).isEmpty();
    }

    private List<BecameFixable> news() {
        return new Topics(kafka)
                .all(EventType.BECAME_FIXABLE, BecameFixable.class).stream()
                        .filter(one -> one.workflow().equals(workflow))
                        .toList();
    }

    private void told(VulnsFound found, PackageUpgrade... unavailable) {
        transactions.await(tx -> fixes.told(tx, found, List.of(unavailable)));
    }

    private List<Affected> dueAfterTime() {
        hoursPass(config.after());
        return due();
    }

    private List<Affected> due() {
        Map<String, List<Affected>> all = transactions.await(tx -> fixes.takeDue(tx, 500));
        return all.getOrDefault(workflow, List.of());
    }

    private void hoursPass(Duration time) {
        transactions.await(tx -> tx.statement("""
                        update awaited_fix set due_at = due_at - make_interval(secs => :seconds), at = at - make_interval(secs => :seconds)
                        where workflow = :workflow""")
                .setParameter("seconds", (double) time.toSeconds())
                .setParameter("workflow", workflow)
                .executeUpdate());
    }

    private long rows(String image) {
        return transactions.await(tx -> tx.column(
                        "select count(*) from awaited_fix where image = :image and workflow in (:workflow, '-')",
                        Long.class)
                .setParameter("image", image)
                .setParameter("workflow", workflow)
                .getSingleResult());
    }

    private String image(String name) {
        return "registry.test/" + name + ":1";
    }

    private VulnsFound found(String name, String digest) {
        return found(workflow, name, digest);
    }

    private static VulnsFound found(String workflow, String name, String digest) {
        PinnedImage source = new PinnedImage(new Repository("registry.test", name), new Tag("1"), Digest.of(digest));
        return new VulnsFound(
                "run",
                workflow,
                source,
                source,
                TagConvention.INCREMENTAL,
                Optional.empty(),
                List.of(),
                new Scanner("test", "1", "db"));
    }
}
