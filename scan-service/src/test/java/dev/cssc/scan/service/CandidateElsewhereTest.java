package dev.cssc.scan.service;

import dev.cssc.common.embedded.ImageBuild;
import dev.cssc.common.event.Criteria;
import dev.cssc.common.event.DueReason;
import dev.cssc.common.event.EventType;
import dev.cssc.common.event.ImageDue;
import dev.cssc.common.event.PatchTarget;
import dev.cssc.common.event.VulnsFound;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.image.Digest;
import dev.cssc.common.image.PinnedImage;
import dev.cssc.common.image.Repository;
import dev.cssc.common.image.Tag;
import dev.cssc.common.image.TagConvention;
import dev.cssc.common.testing.TestStack;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;

/** What is judged may lie where the policy has patches published: it is looked for there, and nowhere else. */
@QuarkusTest
@WithTestResource(TestStack.class)
@WithTestResource(ScanStack.class)
class CandidateElsewhereTest extends ScanServiceDriver {
    private static final Criteria BELOW =
            Criteria.NONE.publishingTo(new PatchTarget(Optional.empty(), Optional.of("patched")));

    private ImageDue dueElsewhere(PinnedImage source, PinnedImage candidate) {
        return new ImageDue(
                run, "w", DueReason.MANUAL, source, candidate, TagConvention.INCREMENTAL, Optional.of(BELOW));
    }

    @Test
    void aPatchInAnotherRepositoryIsJudgedThereAndItsSourceIsPatched() {
        ImageBuild build = ImageBuild.of(layer("base"));
        PinnedImage source = push("vulnerable", build);
        Repository site = BELOW.siteOf(source.repository());
        String digest = build.plus(layer("patch")).push(site.registry(), site.path(), id + "-1");
        PinnedImage patch = new PinnedImage(site, new Tag(id + "-1"), new Digest(digest));

        wire.say(dueElsewhere(source, patch));

        VulnsFound found = wire.awaitEvent(EventType.VULNS_FOUND, VulnsFound.class, source.name());
        assertThat(found.candidate()).isEqualTo(patch);
        assertThat(found.source()).isEqualTo(source);
        assertThat(found.site()).as("it goes on to where it is published").isEqualTo(site);
        assertThat(found.platforms())
                .singleElement()
                .satisfies(platform -> assertThat(platform.manifest()).isEqualTo(source.digest()));
    }

    @Test
    void whatIsOnlyBesideTheSourceIsNotFoundThere() {
        ImageBuild build = ImageBuild.of(layer("base"));
        PinnedImage source = push("vulnerable", build);
        PinnedImage beside = push("vulnerable", id + "-1", build.plus(layer("patch")));

        wire.say(dueElsewhere(
                source, new PinnedImage(BELOW.siteOf(source.repository()), beside.tag(), beside.digest())));

        assertFailed(source.name(), ReasonCode.MANIFEST_NOT_FOUND);
    }
}
