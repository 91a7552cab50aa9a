package dev.cssc.patch;

import dev.cssc.common.embedded.ImageBuild;
import dev.cssc.common.embedded.Layer;
import dev.cssc.common.image.Digest;
import dev.cssc.common.image.ImageReference;
import dev.cssc.common.image.PinnedImage;
import dev.cssc.common.image.Repository;
import dev.cssc.common.image.Tag;
import dev.cssc.common.lineage.Lineage;
import dev.cssc.common.testing.TestStack;
import dev.cssc.patch.staging.StagedPatch;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import static io.restassured.RestAssured.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

/** A source that is pushed and patched again and again; the configuration of the tests keeps three patches of each. */
@QuarkusTest
@WithTestResource(TestStack.class)
@WithTestResource(RegistryResource.class)
class KeptPatchesTest extends StagedByHand {
    @Test
    void withTheFourthPatchTheFirstOneGoesThoughItsSourceWasAnotherDigest() {
        StagedPatch first = published(1);
        published(2);
        published(3);
        assertThat(pointsTo("1-1")).contains(first.publishes());

        published(4);

        await().atMost(PATIENCE).until(() -> pointsTo("1-1").isEmpty());
        assertThat(registry.tags(repository).orElseThrow())
                .containsExactlyInAnyOrder(new Tag("1"), new Tag("1-2"), new Tag("1-3"), new Tag("1-4"));
        await().atMost(PATIENCE)
                .untilAsserted(() -> get("/api/v1/patches/" + first.id())
                        .then()
                        .body("state", equalTo("RETIRED"))
                        .body("tag", equalTo("1-1")));
    }

    private StagedPatch published(int number) {
        ImageBuild image = ImageBuild.of(Layer.ofFiles(Map.of("app", run + number)));
        PinnedImage source = new PinnedImage(
                repository, new Tag("1"), new Digest(image.push(repository.registry(), repository.path(), "1")));
        Repository staging = repository.sibling("cssc-staging/" + repository.path());
        Digest staged = new Digest(image.plus(Layer.ofFiles(Map.of("patch", run)))
                .annotated(Lineage.BASE_NAME, source.name())
                .annotated(Lineage.BASE_DIGEST, source.digest().value())
                .annotated(Lineage.ENGINE, engine.name())
                .push(repository.registry(), staging.path(), "staged-" + number));
        String ofRun = run + "-" + number;
        StagedPatch patch = stored(ofRun, source, staging, staged, "staged-" + number);
        topics.send(verdict(patch.announcement(Optional.empty()), true, List.of(upgrade("tar")), List.of()));
        endOf(ofRun);
        assertThat(registry.head(ImageReference.of(repository, new Tag("1-" + number))))
                .isPresent();
        return patch;
    }
}
