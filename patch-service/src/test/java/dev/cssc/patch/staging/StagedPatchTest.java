package dev.cssc.patch.staging;

import dev.cssc.common.event.OperatingSystem;
import dev.cssc.common.event.PlatformFindings;
import dev.cssc.common.event.StagedPlatform;
import dev.cssc.common.image.Digest;
import dev.cssc.common.image.PinnedImage;
import dev.cssc.common.image.Platform;
import dev.cssc.common.image.Repository;
import dev.cssc.common.image.Tag;
import dev.cssc.common.image.TagConvention;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

import static org.assertj.core.api.Assertions.assertThat;

class StagedPatchTest {
    private static final UUID ID = UUID.randomUUID();
    private static final Platform PLATFORM = Platform.of("linux", "amd64");
    private static final Digest ONE = Digest.of("one");
    private static final Digest TWO = Digest.of("two");

    @Test
    void twoManifestsOfOnePlatformHaveTagsOfTheirOwn() {
        Platform longest = Platform.of("linux", "a".repeat(100));

        assertThat(StagedPatch.patchTag(ID, found(longest, ONE)))
                .isNotEqualTo(StagedPatch.patchTag(ID, found(longest, TWO)))
                .isEqualTo(StagedPatch.patchTag(ID, found(longest, ONE)));
    }

    private static PlatformFindings found(Platform platform, Digest manifest) {
        return new PlatformFindings(
                platform, manifest, new OperatingSystem("debian", "12"), List.of(), Digest.of("inventory"));
    }

    @Test
    void whatTheEngineLeftIsRemovedTooInTheEnd() {
        Repository source = new Repository("registry.example", "app");
        Tag kept = StagedPatch.patchTag(ID, found(PLATFORM, ONE));
        StagedPatch patch = new StagedPatch(
                ID,
                "run",
                "w",
                new PinnedImage(source, new Tag("1"), ONE),
                TagConvention.INCREMENTAL,
                source,
                source.sibling("staging/app"),
                List.of(new StagedPart(
                        new StagedPlatform(PLATFORM, ONE, TWO, List.of()), kept, List.of(), 1, Optional.empty())),
                Optional.empty(),
                CarriedOver.NONE,
                "test",
                "db",
                1);

        assertThat(patch.removal().tags())
                .containsExactlyInAnyOrder(kept, StagedPatch.rawTag(ID, found(PLATFORM, ONE)));
        assertThat(patch.removal().without(List.of(kept)).job(ID, "others").id())
                .isNotEqualTo(patch.removal().job(ID).id());
    }
}
