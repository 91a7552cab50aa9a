package dev.cssc.patch.staging;

import dev.cssc.common.embedded.ImageBuild;
import dev.cssc.common.embedded.ImageConfig;
import dev.cssc.common.image.ImageReference;
import dev.cssc.common.image.PinnedImage;
import dev.cssc.common.image.Platform;
import dev.cssc.common.image.Repository;
import dev.cssc.common.image.Tag;
import dev.cssc.common.job.Job;
import dev.cssc.common.testing.TestStack;
import dev.cssc.patch.RegistryResource;
import dev.cssc.patch.rebase.RebaseDecision;
import dev.cssc.patch.rebase.RebasePlan;
import dev.cssc.patch.rebase.RebaseRefusal;
import dev.cssc.patch.rebase.RebaseRefusal.Reason;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;

/** Who is not put on a newer build of its base and goes to the engine, which is one that only adds a layer. */
@QuarkusTest
@WithTestResource(TestStack.class)
@WithTestResource(RegistryResource.class)
class NotRebasedTest extends SeenBuildDriver {
    @Test
    void anImageWithPackagesOfItsOwnGoesToTheEngine() {
        push(build("2"));
        Job job = rebasing(app(old, "var/lib/dpkg/status"));

        assertThat(reason(job)).isEqualTo(Reason.OWN_PACKAGE_STATE);
        run(job);

        assertThat(engine.calls).isEqualTo(1);
        assertThat(patch(job).rebases()).isEmpty();
    }

    @Test
    void aReplacedFileIsNoHindranceOnlyWhereBothBuildsHaveTheSame() {
        push(build("2"));

        assertThat(decision(rebasing(app(old, "etc/passwd")))).isInstanceOf(RebaseDecision.Planned.class);
        assertThat(reason(rebasing(app(old, "usr/lib/a")))).isEqualTo(Reason.FILE_REPLACED);
    }

    @Test
    void aBuildOfAnotherReleaseIsNone() {
        push(build("2", Map.of("etc/os-release", "ID=debian\nVERSION_ID=\"13\"\n")));

        assertThat(reason(rebasing(app(old, "opt/a")))).isEqualTo(Reason.OTHER_RELEASE);
    }

    @Test
    void aBuildThatDoesNotSayOfWhichReleaseItIsIsNone() {
        push(build("2", Map.of("etc/os-release", "ID=debian\nVERSION_ID=\"1\0\"\n")));

        assertThat(reason(rebasing(app(old, "opt/a")))).isEqualTo(Reason.OTHER_RELEASE);
    }

    @Test
    void theBaseItselfIsPatchedByTheEngine() {
        Job whole = rebasing(old);
        PinnedImage base = new PinnedImage(tag().repository(), new Tag("12"), from);
        engine.images.put(from, old);
        Job named = rebasing(base, Optional.of(tag()), Map.of(Platform.host(), from));

        assertThat(reason(whole)).isEqualTo(Reason.IS_THE_BASE);
        assertThat(reason(named)).isEqualTo(Reason.IS_THE_BASE);
    }

    @Test
    void anImageOnTheNewestBuildIsLeftThere() {
        assertThat(reason(rebasing(app(old, "opt/a")))).isEqualTo(Reason.NO_NEWER_BUILD);
    }

    @Test
    void aBuildThatIsGoneCannotBeComparedSoThatTheEngineRuns() {
        push(build("2"));
        registry.deleteManifest(tag().repository(), from);
        Job job = rebasing(app(old, "opt/a"));

        assertThat(reason(job)).isEqualTo(Reason.OLD_BUILD_GONE);
        run(job);

        assertThat(patch(job).rebases()).isEmpty();
    }

    @Test
    void aBaseThatIsNotThereOrCannotBeReadKeepsNoImageFromBeingPatched() {
        ImageBuild image = app(old, "opt/a");
        Repository host = tag().repository();
        Map<ImageReference, Reason> bases = Map.of(
                ImageReference.of(host, new Tag("gone")), Reason.BASE_ABSENT,
                ImageReference.of(host.sibling("nowhere"), new Tag("12")), Reason.BASE_ABSENT,
                ImageReference.parse("unknown.example/base:12"), Reason.BASE_UNREACHABLE);
        bases.forEach((base, reason) -> {
            Job job = rebasing(image, Optional.of(base));
            assertThat(reason(job)).isEqualTo(reason);
            run(job);
            assertThat(patch(job).rebases()).isEmpty();
        });
    }

    @Test
    void anImageWhoseOwnerForbidsItIsNotRebased() {
        push(build("2"));

        assertThat(reason(rebasing(app(old, "opt/a").configured(labelled(Map.of("io.buildpacks.rebasable", "false"))))))
                .isEqualTo(Reason.NOT_REBASABLE);
    }

    @Test
    void anImageThatRunsAsSomebodyElseOnTheNewBuildGoesToTheEngine() {
        ImageBuild image = app(old, "opt/a");
        push(build("2", Map.of("etc/passwd", "root:x:0:0:root:/root:/bin/sh\ndaemon:x:1:1::/:/bin/sh\n")));

        assertThat(decision(rebasing(image.configured(command("/usr/lib/a", "root")))))
                .isInstanceOf(RebaseDecision.Planned.class);
        assertThat(reason(rebasing(image.configured(command("/usr/lib/a", "daemon")))))
                .as("daemon is new")
                .isEqualTo(Reason.CONFIG_TARGET_GONE);
        push(build("3", Map.of("etc/passwd", "root:x:1:0:root:/root:/bin/sh\n")));
        assertThat(reason(rebasing(image))).isEqualTo(Reason.ACCOUNT_RENUMBERED);
    }

    @Test
    void whereThePolicyNamesNoBaseTheEngineRuns() {
        push(build("2"));

        run(rebasing(app(old, "opt/a"), Optional.empty()));

        assertThat(engine.calls).isEqualTo(1);
    }

    private Reason reason(Job job) {
        return switch (decision(job)) {
            case RebaseDecision.Planned(RebasePlan plan) -> throw new AssertionError(plan);
            case RebaseDecision.Refused(RebaseRefusal refusal) -> refusal.reason();
        };
    }

    private static ImageConfig labelled(Map<String, String> labels) {
        return new ImageConfig(List.of("/opt/a"), List.of(), List.of(), "", "", List.of(), List.of(), labels);
    }

    private static ImageConfig command(String program, String user) {
        return new ImageConfig(List.of(program), List.of(), List.of(), user, "", List.of(), List.of(), Map.of());
    }
}
