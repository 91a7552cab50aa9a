package dev.cssc.patch.staging;

import dev.cssc.common.embedded.ImageBuild;
import dev.cssc.common.embedded.ImageConfig;
import dev.cssc.common.image.Digest;
import dev.cssc.common.image.ImageReference;
import dev.cssc.common.image.PinnedImage;
import dev.cssc.common.image.Platform;
import dev.cssc.common.image.Repository;
import dev.cssc.common.image.Tag;
import dev.cssc.common.job.Job;
import dev.cssc.common.testing.TestStack;
import dev.cssc.patch.RegistryResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;

/** Who is not put on a newer build of its base and goes to the engine, which is one that only adds a layer. */
@QuarkusTest
@WithTestResource(TestStack.class)
@WithTestResource(RegistryResource.class)
class NotRebasedTest extends RebaseDriver {
    private ImageBuild old;
    private Digest from;

    @BeforeEach
    void theTagIsSeenAtTheOldBuild() {
        old = build("1");
        from = push(old);
        run(rebasing(app(old, "opt/first")));
        assertThat(engine.calls).as("there was no newer build").isEqualTo(1);
        engine.calls = 0;
    }

    @Test
    void anImageWithPackagesOfItsOwnGoesToTheEngine() {
        push(build("2"));
        Job job = rebasing(app(old, "var/lib/dpkg/status"));

        run(job);

        assertThat(engine.calls).isEqualTo(1);
        assertThat(patch(job).rebases()).isEmpty();
    }

    @Test
    void aReplacedFileIsNoHindranceOnlyWhereBothBuildsHaveTheSame() {
        push(build("2"));
        Job same = rebasing(app(old, "etc/passwd"));
        Job other = rebasing(app(old, "usr/lib/a"));

        run(same);
        run(other);

        assertThat(patch(same).rebases()).hasSize(1);
        assertThat(patch(other).rebases()).isEmpty();
    }

    @Test
    void aBuildOfAnotherReleaseIsNone() {
        push(build("2", Map.of("etc/os-release", "ID=debian\nVERSION_ID=\"13\"\n")));
        Job job = rebasing(app(old, "opt/a"));

        run(job);

        assertThat(patch(job).rebases()).isEmpty();
    }

    @Test
    void theBaseItselfIsPatchedByTheEngine() {
        Job whole = rebasing(old);
        PinnedImage base = new PinnedImage(tag().repository(), new Tag("12"), from);
        engine.images.put(from, old);
        Job named = rebasing(base, Optional.of(tag()), Map.of(Platform.host(), from));

        run(whole);
        run(named);

        assertThat(patch(whole).rebases()).isEmpty();
        assertThat(patch(named).rebases()).isEmpty();
    }

    @Test
    void aBuildThatIsGoneCannotBeComparedSoThatTheEngineRuns() {
        push(build("2"));
        registry.deleteManifest(tag().repository(), from);
        Job job = rebasing(app(old, "opt/a"));

        run(job);

        assertThat(patch(job).rebases()).isEmpty();
    }

    @Test
    void aBaseThatIsNotThereOrCannotBeReadKeepsNoImageFromBeingPatched() {
        ImageBuild image = app(old, "opt/a");
        Repository host = tag().repository();
        for (ImageReference base : List.of(
                ImageReference.of(host, new Tag("gone")),
                ImageReference.of(host.sibling("nowhere"), new Tag("12")),
                ImageReference.parse("unknown.example/base:12"))) {
            Job job = rebasing(image, Optional.of(base));
            run(job);
            assertThat(patch(job).rebases()).isEmpty();
        }
    }

    @Test
    void anImageWhoseOwnerForbidsItIsNotRebased() {
        push(build("2"));
        Job job = rebasing(app(old, "opt/a").configured(labelled(Map.of("io.buildpacks.rebasable", "false"))));

        run(job);

        assertThat(engine.calls).isEqualTo(1);
        assertThat(patch(job).rebases()).isEmpty();
    }

    @Test
    void anImageThatRunsAsAnotherUserOnTheNewBuildGoesToTheEngine() {
        ImageBuild image = app(old, "opt/a");
        Job started = rebasing(image.configured(command("/usr/lib/a", "root")));
        Job other = rebasing(image.configured(command("/usr/lib/a", "daemon")));
        push(build("2", Map.of("etc/passwd", "root\ndaemon:x:1\n")));

        run(started);
        run(other);

        assertThat(patch(started).rebases()).hasSize(1);
        assertThat(patch(other).rebases()).as("daemon is new").isEmpty();
    }

    @Test
    void whereThePolicyNamesNoBaseTheEngineRuns() {
        push(build("2"));

        run(rebasing(app(old, "opt/a"), Optional.empty()));

        assertThat(engine.calls).isEqualTo(1);
    }

    private static ImageConfig labelled(Map<String, String> labels) {
        return new ImageConfig(List.of("/opt/a"), List.of(), List.of(), "", "", List.of(), List.of(), labels);
    }

    private static ImageConfig command(String program, String user) {
        return new ImageConfig(List.of(program), List.of(), List.of(), user, "", List.of(), List.of(), Map.of());
    }
}
