package dev.cssc.patch.staging;

import dev.cssc.common.embedded.ImageBuild;
import dev.cssc.common.embedded.Layer;
import dev.cssc.common.event.Criteria;
import dev.cssc.common.event.OperatingSystem;
import dev.cssc.common.event.PackageUpgrade;
import dev.cssc.common.event.PlatformFindings;
import dev.cssc.common.event.Scanner;
import dev.cssc.common.event.VulnsFound;
import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.image.Digest;
import dev.cssc.common.image.PinnedImage;
import dev.cssc.common.image.Platform;
import dev.cssc.common.image.Repository;
import dev.cssc.common.image.Tag;
import dev.cssc.common.image.TagConvention;
import dev.cssc.common.job.Job;
import dev.cssc.common.testing.TestStack;
import dev.cssc.patch.RegistryResource;
import dev.cssc.patch.engine.PatchRequest;
import dev.cssc.patch.engine.PatchedLayers;
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

/** What no repository holds yet is asked for again after some hours; the engine is one that has what it is told to have. */
@QuarkusTest
@WithTestResource(TestStack.class)
@WithTestResource(RegistryResource.class)
class UnavailableFixTest extends PatchHandlerDriver {
    private static final PackageUpgrade TAR = new PackageUpgrade("tar", "1", "2", List.of());
    private static final PackageUpgrade XZ = new PackageUpgrade("xz", "1", "2", List.of());

    @Inject
    Promotion promotion;

    private final String name = UUID.randomUUID().toString();
    private final ImageBuild image = ImageBuild.of(Layer.ofFiles(Map.of("app", name)));
    private final HavingEngine engine = new HavingEngine();
    private Optional<Criteria> criteria = Optional.empty();
    private PinnedImage source;

    @BeforeEach
    void aSourceOfItsOwn() {
        Repository repository = new Repository(registries.all().getFirst().host(), "app-" + name);
        source = new PinnedImage(
                repository, new Tag("1"), new Digest(image.push(repository.registry(), repository.path(), "1")));
    }

    @Test
    void aPatchWithoutWhatCouldNotBeHadIsTheAnswerForSomeHoursOnly() {
        engine.has = List.of(XZ);
        StagedPatch first = find(run()).orElseThrow();
        assertThat(first.unavailable()).containsExactly(TAR);
        publish(first);
        assertThat(waits()).isOne();

        run();
        assertThat(engine.calls).as("within the hours").isOne();

        hoursPass();
        assertThat(find(run())).as("still not there: nothing new to publish").isEmpty();
        assertThat(engine.calls).isEqualTo(2);

        hoursPass();
        engine.has = List.of(XZ, TAR);
        assertThat(find(run()))
                .hasValueSatisfying(patch -> assertThat(patch.unavailable()).isEmpty());
        assertThat(waits()).isZero();
    }

    @Test
    void thatNothingCouldBeHadIsToldAtOnceAndRememberedForSomeHours() {
        run();
        assertThat(engine.calls).isOne();
        assertThat(waits()).isOne();

        run();
        assertThat(engine.calls).as("within the hours").isOne();

        hoursPass();
        engine.has = List.of(XZ, TAR);
        assertThat(find(run())).isPresent();
    }

    @Test
    void aRefusalOfAPatchThatLackedAFixIsRememberedNoLonger() {
        engine.has = List.of(XZ);
        StagedPatch refused = find(run()).orElseThrow();
        Failure why = Failure.of(ReasonCode.PATCH_INCOMPLETE, "not all of it");
        transactions.await(tx -> attempts.refused(tx, refused.id(), why, false));

        run();
        assertThat(engine.calls).as("within the hours").isOne();

        hoursPass();
        run();
        assertThat(engine.calls).isEqualTo(2);
    }

    @Test
    void nothingIsStagedWithoutAFixWhereThePolicyWantsAllOrNothing() {
        criteria = Optional.of(new Criteria(Optional.empty(), List.of(), List.of(), Optional.of(false)));
        engine.has = List.of(XZ);
        assertThat(find(run())).isEmpty();
        assertThat(waits()).isOne();

        run();
        assertThat(engine.calls).as("within the hours").isOne();

        hoursPass();
        engine.has = List.of(XZ, TAR);
        assertThat(find(run())).isPresent();
    }

    @Test
    void aRefusalOfAWholePatchIsRememberedForGood() {
        engine.has = List.of(XZ, TAR);
        StagedPatch refused = find(run()).orElseThrow();
        Failure why = Failure.of(ReasonCode.VERIFICATION_REFUSED, "entrypoint changed");
        transactions.await(tx -> attempts.refused(tx, refused.id(), why, true));

        hoursPass();
        run();

        assertThat(engine.calls).isOne();
    }

    private Job run() {
        Job job = job();
        transactions.await(handler(engine).run(job)::apply);
        return job;
    }

    private void publish(StagedPatch patch) {
        Tag tag = promotion.promote(patch);
        transactions.await(tx -> patches.published(tx, patch.id(), tag, 1, List.of()));
    }

    private Optional<StagedPatch> find(Job job) {
        return transactions.await(tx -> patches.find(tx, job.id()));
    }

    private void hoursPass() {
        transactions.await(tx -> tx.statement("""
                        update patch set staged_at = staged_at - interval '7 hours', answered_at = answered_at - interval '7 hours'
                        where source_digest = :source""")
                .setParameter("source", source.digest().value())
                .executeUpdate()
                .chain(() -> tx.statement(
                                "update attempt set at = at - interval '7 hours' where source_digest = :source")
                        .setParameter("source", source.digest().value())
                        .executeUpdate())
                .chain(() -> tx.statement(
                                "update graft_donor set at = at - interval '7 hours' where manifest = :manifest")
                        .setParameter("manifest", source.digest().value())
                        .executeUpdate()));
    }

    private long waits() {
        return transactions.await(tx -> tx.column(
                        "select count(*) from awaited_fix where image = :image and due_at is not null", Long.class)
                .setParameter("image", source.name())
                .getSingleResult());
    }

    private Job job() {
        VulnsFound found = new VulnsFound(
                "run-" + name,
                "w",
                source,
                source,
                TagConvention.INCREMENTAL,
                criteria,
                List.of(new PlatformFindings(
                        Platform.host(),
                        source.digest(),
                        new OperatingSystem("debian", "12"),
                        List.of(XZ, TAR),
                        Digest.of("inventory"))),
                new Scanner("test", "1", "db"));
        return job(found);
    }

    /** Raises what it has, as a file a package. */
    private final class HavingEngine extends HostEngine {
        private List<PackageUpgrade> has = List.of();
        private int calls;

        private HavingEngine() {
            super("having");
        }

        @Override
        public PatchedLayers patch(PatchRequest request) {
            calls++;
            if (has.isEmpty()) {
                throw Failure.of(ReasonCode.FIXED_VERSION_UNAVAILABLE, "nothing is there")
                        .toException();
            }
            Digest digest = leave(image.plus(Layer.ofFiles(Map.of("patch", has.toString()))), request);
            return new PatchedLayers(
                    digest,
                    has,
                    request.packages().stream().filter(p -> !has.contains(p)).toList());
        }
    }
}
