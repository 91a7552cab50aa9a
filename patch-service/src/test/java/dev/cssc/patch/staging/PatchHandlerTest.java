package dev.cssc.patch.staging;

import dev.cssc.common.embedded.ImageBuild;
import dev.cssc.common.embedded.Layer;
import dev.cssc.common.event.EventCodec;
import dev.cssc.common.event.OperatingSystem;
import dev.cssc.common.event.PackageUpgrade;
import dev.cssc.common.event.PlatformFindings;
import dev.cssc.common.event.Scanner;
import dev.cssc.common.event.VulnsFound;
import dev.cssc.common.image.Digest;
import dev.cssc.common.image.PinnedImage;
import dev.cssc.common.image.Platform;
import dev.cssc.common.image.Repository;
import dev.cssc.common.image.Tag;
import dev.cssc.common.image.TagConvention;
import dev.cssc.common.job.Job;
import dev.cssc.common.job.JobHandler;
import dev.cssc.common.testing.TestStack;
import dev.cssc.common.transaction.Effect;
import dev.cssc.patch.RegistryResource;
import dev.cssc.patch.promotion.Promotion;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import static org.assertj.core.api.Assertions.assertThat;

/** When the engine runs, and what its answer leads to; the engine is one that only adds a file, or nothing. */
@QuarkusTest
@WithTestResource(TestStack.class)
@WithTestResource(RegistryResource.class)
class PatchHandlerTest extends PatchHandlerDriver {
    private static final PackageUpgrade TAR = new PackageUpgrade("tar", "1", "2", List.of());

    @Inject
    Promotion promotion;

    private final String name = UUID.randomUUID().toString();
    private final ImageBuild image = ImageBuild.of(Layer.ofFiles(Map.of("app", name)));
    private PinnedImage source;

    @BeforeEach
    void aSourceOfItsOwn() {
        Repository repository = new Repository(registries.all().getFirst().host(), "app-" + name);
        source = new PinnedImage(
                repository, new Tag("1"), new Digest(image.push(repository.registry(), repository.path(), "1")));
    }

    @Test
    void aNewerDatabaseThatLeadsToTheSamePatchPublishesNoneAndIsNotAskedAgain() {
        AddingEngine engine = new AddingEngine(image.plus(Layer.ofFiles(Map.of("patch", name))));
        Job first = job("db-1");
        run(engine, first);
        StagedPatch patch = find(first).orElseThrow();
        transactions.await(tx -> patches.accepted(tx, patch.id()));
        Tag tag = promotion.promote(patch);
        transactions.await(tx -> patches.published(tx, patch.id(), tag, 1, List.of()));

        Job newer = job("db-2");
        run(engine, newer);
        assertThat(engine.calls).as("its own layer is taken over").isEqualTo(1);
        assertThat(find(newer)).isEmpty();
        assertThat(removalIsDue(newer)).isTrue();

        Job again = job("db-2");
        run(engine, again);
        assertThat(engine.calls).isEqualTo(1);
        assertThat(find(again)).isEmpty();
    }

    @Test
    void whatAnEngineLeftThatAddedNothingIsToBeRemoved() {
        AddingEngine engine = new AddingEngine(image);
        Job job = job("db-1");

        run(engine, job);

        assertThat(find(job)).isEmpty();
        assertThat(removalIsDue(job)).isTrue();
    }

    @Test
    void aPatchThatWasGivenUpIsDoneAgainForAnotherRunWithTheSameFindings() {
        Job failed = job("db-1");

        JobHandler.Repeat repeat = handler(new AddingEngine(image)).repeat(failed, "retry-1-x");

        assertThat(repeat).isInstanceOfSatisfying(JobHandler.Repeat.As.class, again -> {
            VulnsFound found = EventCodec.read(again.payload(), VulnsFound.class);
            assertThat(found.run()).isEqualTo("retry-1-x");
            assertThat(found.platforms())
                    .isEqualTo(
                            EventCodec.read(failed.payload(), VulnsFound.class).platforms());
        });
    }

    private void run(AddingEngine engine, Job job) {
        Effect effect = handler(engine).run(job);
        transactions.await(effect::apply);
    }

    private Optional<StagedPatch> find(Job job) {
        return transactions.await(tx -> patches.find(tx, job.id()));
    }

    private boolean removalIsDue(Job job) {
        UUID removal = patcher(new AddingEngine(image))
                .traces(job.id(), EventCodec.read(job.payload(), VulnsFound.class))
                .job(job.id())
                .id();
        long found =
                transactions.await(tx -> tx.column("select count(*) from job where id = cast(:id as uuid)", Long.class)
                        .setParameter("id", removal.toString())
                        .getSingleResult());
        return found == 1;
    }

    private Job job(String database) {
        VulnsFound found = new VulnsFound(
                "run-" + name,
                "w",
                source,
                source,
                TagConvention.INCREMENTAL,
                Optional.empty(),
                List.of(new PlatformFindings(
                        Platform.host(),
                        source.digest(),
                        new OperatingSystem("debian", "12"),
                        List.of(TAR),
                        Digest.of("inventory"))),
                new Scanner("test", "1", database));
        return job(found);
    }
}
