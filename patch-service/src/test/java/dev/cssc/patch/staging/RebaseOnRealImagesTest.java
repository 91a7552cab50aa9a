package dev.cssc.patch.staging;

import dev.cssc.common.buildah.BuildahStore;
import dev.cssc.common.buildah.WorkingContainer;
import dev.cssc.common.embedded.DebianImage;
import dev.cssc.common.embedded.DebianRelease;
import dev.cssc.common.embedded.ImageBuild;
import dev.cssc.common.embedded.Layer;
import dev.cssc.common.image.Digest;
import dev.cssc.common.image.ImageReference;
import dev.cssc.common.job.Job;
import dev.cssc.common.lineage.Lineage;
import dev.cssc.common.process.Ended;
import dev.cssc.common.testing.TestStack;
import dev.cssc.patch.RegistryResource;
import dev.cssc.patch.engine.PackedRoot;
import dev.cssc.patch.engine.PatchEngine;
import dev.cssc.patch.engine.TestBuildah;
import dev.cssc.patch.rebase.RebaseDecision;
import dev.cssc.patch.rebase.RebaseRefusal;
import dev.cssc.patch.rebase.RebaseRefusal.Reason;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/** A Debian that was built twice, and an application that Buildah put on the first of them. */
@QuarkusTest
@WithTestResource(TestStack.class)
@WithTestResource(RegistryResource.class)
class RebaseOnRealImagesTest extends RebaseDriver {
    private static final Duration LIMIT = Duration.ofMinutes(5);

    @Inject
    PatchEngine buildah;

    @TempDir
    Path directory;

    @Test
    void anApplicationWithAUserOfItsOwnRunsOnTheNewBuildUnlessThatHasMoreUsers() {
        assumeThat(buildah.unready()).isEmpty();
        ImageBuild old = DebianImage.of(DebianRelease.ofThisMachine(DebianRelease.BOOKWORM), message -> {});
        Digest from = push(old);
        try (BuildahStore store = TestBuildah.create(registry, directory).open(directory)) {
            ImageReference pinned = ImageReference.of(tag().repository(), from);
            WorkingContainer app = store.from(pinned);
            run(store, app, "useradd", "--create-home", "app");
            run(
                    store,
                    app,
                    "sh",
                    "-c",
                    "mkdir /opt/app && echo hello > /opt/app/text && ln -s /usr/bin/env /opt/app/env");
            Layer own = Layer.ofFile(store.commit(app, pinned, LIMIT).file());
            Job job = rebasing(old.plus(own)
                    .annotated(Lineage.BASE_NAME, tag().toString())
                    .annotated(Lineage.BASE_DIGEST, from.value()));

            push(rebuilt(
                    store,
                    pinned,
                    "echo newer > /usr/share/base-files/motd; echo >> /var/lib/dpkg/status;"
                            + " sed -i 's/^\\([^:]*:[*!][^:]*\\):[0-9]*:/\\1:20000:/' /etc/shadow"));
            assertThat(decision(job)).isInstanceOf(RebaseDecision.Planned.class);
            run(job);

            StagedPatch patch = patch(job);
            assertThat(patch.rebases()).hasSize(1);
            assertThat(engine.calls).isZero();
            WorkingContainer staged = store.from(ImageReference.of(
                    patch.staging(), patch.parts().getFirst().staged().staged()));
            assertThat(run(
                            store,
                            staged,
                            "sh",
                            "-c",
                            "cat /opt/app/text /usr/share/base-files/motd; /opt/app/env id -un app"))
                    .isEqualTo("hello\nnewer\napp\n");

            push(rebuilt(store, pinned, "useradd daemon2"));
            assertThat(decision(job))
                    .as("a user whom the image's own /etc/passwd does not know")
                    .isEqualTo(new RebaseDecision.Refused(new RebaseRefusal(Reason.FILE_REPLACED, "etc/group")));
        }
    }

    private ImageBuild rebuilt(BuildahStore store, ImageReference base, String change) {
        WorkingContainer container = store.from(base);
        run(store, container, "sh", "-c", change);
        return ImageBuild.of(PackedRoot.of(store.mount(container), directory.resolve(container.name() + ".tar.gz")));
    }

    private static String run(BuildahStore store, WorkingContainer container, String... command) {
        Ended ended = store.run(container, List.of(), List.of(command), LIMIT);
        if (ended.exitCode(command[0]) != 0) {
            throw new IllegalStateException(List.of(command) + ": " + ended.stderrTail(2_000));
        }
        return ended.stdoutTail(10_000);
    }
}
