package dev.cssc.scan.job;

import dev.cssc.common.event.Criteria;
import dev.cssc.common.event.DueReason;
import dev.cssc.common.event.ImageDue;
import dev.cssc.common.event.Scanner;
import dev.cssc.common.image.Digest;
import dev.cssc.common.image.PinnedImage;
import dev.cssc.common.image.Platform;
import dev.cssc.common.image.Repository;
import dev.cssc.common.image.Tag;
import dev.cssc.common.image.TagConvention;
import dev.cssc.common.testing.TestStack;
import dev.cssc.common.transaction.Transactions;
import dev.cssc.scan.engine.ScanOutcome;
import dev.cssc.scan.inventory.ImageStore;
import dev.cssc.scan.inventory.Memory;
import dev.cssc.scan.inventory.PlatformManifest;
import dev.cssc.scan.service.AdvisoryEngine;
import dev.cssc.scan.service.ScanStack;
import dev.cssc.scan.verdict.ImageVerdict;
import dev.cssc.scan.verdict.VerdictKind;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import static org.assertj.core.api.Assertions.assertThat;

@QuarkusTest
@TestProfile(AdvisoryEngine.Profile.class)
@WithTestResource(TestStack.class)
@WithTestResource(ScanStack.class)
class RememberedVerdictsTest {

    @Inject
    AdvisoryEngine advisories;

    @Inject
    RememberedVerdicts remembered;

    @Inject
    ImageStore images;

    @Inject
    Memory memory;

    @Inject
    Transactions transactions;

    private final String id = UUID.randomUUID().toString().substring(0, 8);
    private final Repository repository = new Repository("registry.test", "remembered/" + id);
    private final Digest linux = Digest.of("linux " + id);

    @Test
    void indexWithAWindowsChildIsAnsweredFromMemoryByWhatIsKnownOfItsLinuxChild() {
        ImageDue due = due("linux/amd64", "windows/amd64");
        judge();

        assertThat(verdict(due)).contains(VerdictKind.UNSUPPORTED);
        assertThat(verdict(only(due, "linux/amd64"))).contains(VerdictKind.CLEAN);
    }

    @Test
    void indexWithALinuxChildThatNobodyJudgedIsNot() {
        assertThat(verdict(due("linux/amd64", "windows/amd64"))).isEmpty();
    }

    private Optional<VerdictKind> verdict(ImageDue due) {
        Map<ImageDue, ImageVerdict> verdicts = transactions.await(tx -> remembered.of(tx, List.of(due)));
        return Optional.ofNullable(verdicts.get(due)).map(verdict -> VerdictKind.of(verdict.verdict()));
    }

    private void judge() {
        transactions.await(tx -> memory.keep(
                tx,
                linux,
                new ScanOutcome.Scanned(
                        AdvisoryEngine.inventory("app-" + id),
                        List.of(),
                        List.of(),
                        new Scanner("advisory", "1", "db-" + id)),
                ""));
    }

    /** An index that is known, with a child of each of those platforms. */
    private ImageDue due(String... platforms) {
        advisories.know("db-" + id, Map.of());
        Digest index = Digest.of("index " + id);
        transactions.await(tx -> images.keepPlatforms(
                tx,
                repository,
                index,
                List.of(platforms).stream()
                        .map(name -> new PlatformManifest(
                                Platform.parse(name), name.startsWith("linux") ? linux : Digest.of(name + id)))
                        .toList()));
        PinnedImage image = new PinnedImage(repository, new Tag("1"), index);
        return new ImageDue(
                "run-" + id,
                "w",
                DueReason.MANUAL,
                image,
                image,
                TagConvention.INCREMENTAL,
                Optional.of(Criteria.NONE));
    }

    private static ImageDue only(ImageDue due, String platform) {
        return new ImageDue(
                due.run(),
                due.workflow(),
                due.reason(),
                due.source(),
                due.candidate(),
                due.tagConvention(),
                Optional.of(new Criteria(Optional.empty(), List.of(), List.of(Platform.parse(platform)))));
    }
}
