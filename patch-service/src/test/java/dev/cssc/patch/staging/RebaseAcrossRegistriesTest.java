package dev.cssc.patch.staging;

import dev.cssc.common.embedded.ImageBuild;
import dev.cssc.common.event.Rebase;
import dev.cssc.common.image.Digest;
import dev.cssc.common.job.Job;
import dev.cssc.common.registry.Descriptor;
import dev.cssc.common.testing.TestStack;
import dev.cssc.patch.RegistryResource;
import dev.cssc.patch.SecondRegistryResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** A base in one registry, an application in another. */
@QuarkusTest
@WithTestResource(TestStack.class)
@WithTestResource(RegistryResource.class)
@WithTestResource(SecondRegistryResource.class)
class RebaseAcrossRegistriesTest extends RebaseDriver {
    @Override
    String host() {
        return registries.all().getLast().host();
    }

    @Test
    void theLayersOfTheNewerBuildAreStreamedToWhereTheImageIs() {
        assertThat(host()).isNotEqualTo(tag().repository().registry());
        ImageBuild old = build("1");
        Digest from = push(old);
        run(rebasing(app(old, "opt/first")));
        Digest to = push(build("2"));
        Job job = rebasing(app(old, "opt/a"));

        run(job);

        StagedPatch patch = patch(job);
        assertThat(patch.parts().getFirst().staged().rebase()).contains(new Rebase(tag().repository(), from, to));
        assertThat(patch.staging().registry()).isEqualTo(host());
        assertThat(manifest(patch).layers())
                .extracting(Descriptor::digest)
                .allMatch(layer -> registry.blobExists(patch.staging(), layer));
    }
}
