package dev.cssc.scan.service;

import dev.cssc.common.embedded.ImageBuild;
import dev.cssc.common.event.Criteria;
import dev.cssc.common.event.EventType;
import dev.cssc.common.event.PatchStaged;
import dev.cssc.common.event.PatchVerified;
import dev.cssc.common.event.Rebase;
import dev.cssc.common.event.StagedPlatform;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.image.Digest;
import dev.cssc.common.image.ImageReference;
import dev.cssc.common.image.PinnedImage;
import dev.cssc.common.image.Repository;
import dev.cssc.common.image.Tag;
import dev.cssc.common.testing.TestStack;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

import java.util.List;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;

/** An image that was put on a newer build of its base, judged from both builds as the registry has them. */
@QuarkusTest
@WithTestResource(TestStack.class)
@WithTestResource(ScanStack.class)
@EnabledIf(
        value = "dev.cssc.common.embedded.EmbeddedRegistry#isInstalled",
        disabledReason = "docker-registry is not installed")
class StagedRebaseTest extends ScanServiceDriver {
    private ImageBuild older;
    private ImageBuild newer;
    private PinnedImage from;
    private PinnedImage to;
    private PinnedImage source;
    private PinnedImage staged;

    @BeforeEach
    void aBaseOfTwoBuildsAndAnApplicationOnTheOlder() {
        older = ImageBuild.of(layer("older " + id));
        newer = ImageBuild.of(layer("newer " + id));
        from = push("base", "12-old-" + id, older);
        to = push("base", "12-" + id, newer);
        source = push("vulnerable", older.plus(layer("app " + id)));
        staged = push("patched-clean", newer.plus(layer("app " + id)));
    }

    @Test
    void itIsAcceptedWhereBothBuildsAreWhatTheyAreSaidToBe() {
        wire.say(rebased(from.digest(), to.digest()));

        PatchVerified verified = verified();
        assertThat(verified.verifications().getFirst().objections()).isEmpty();
        assertThat(verified.accepted()).isTrue();
    }

    @Test
    void aBuildThatDoesNotLieBelowTheSourceIsRefused() {
        wire.say(rebased(to.digest(), to.digest()));

        assertThat(verified().reason()).contains(ReasonCode.VERIFICATION_REFUSED);
    }

    @Test
    void aBuildThatIsNotInTheRegistryCannotBeLookedAtSoThatItIsRefused() {
        wire.say(rebased(Digest.of("gone"), to.digest()));

        PatchVerified verified = verified();
        assertThat(verified.reason()).contains(ReasonCode.VERIFICATION_REFUSED);
        assertThat(verified.verifications().getFirst().objections())
                .anySatisfy(objection -> assertThat(objection).startsWith("the base cannot be looked at"));
    }

    @Test
    void aBaseOfARegistryThatThisServiceDoesNotKnowIsRefusedToo() {
        Repository elsewhere = new Repository("unknown.example", "base");
        wire.say(rebased(elsewhere, from.digest(), to.digest()));

        assertThat(verified().reason()).contains(ReasonCode.VERIFICATION_REFUSED);
    }

    private PatchVerified verified() {
        return wire.awaitEvent(EventType.PATCH_VERIFIED, PatchVerified.class, source.name());
    }

    private PatchStaged rebased(Digest older, Digest newer) {
        return rebased(from.repository(), older, newer);
    }

    private PatchStaged rebased(Repository base, Digest older, Digest newer) {
        PatchStaged one = staged(source, staged);
        StagedPlatform platform = one.platforms().getFirst();
        Criteria criteria = new Criteria(
                Optional.empty(),
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(ImageReference.of(base, new Tag("12-" + id))));
        return new PatchStaged(
                one.run(),
                one.workflow(),
                source,
                one.patch(),
                one.staging(),
                List.of(new StagedPlatform(
                        platform.platform(),
                        platform.source(),
                        platform.staged(),
                        platform.targets(),
                        Optional.of(new Rebase(base, older, newer)))),
                one.engine(),
                Optional.of(criteria));
    }
}
