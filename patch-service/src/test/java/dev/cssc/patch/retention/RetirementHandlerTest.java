package dev.cssc.patch.retention;

import dev.cssc.common.embedded.EmbeddedRegistry;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.testing.TestStack;
import dev.cssc.patch.RegistryResource;
import dev.cssc.patch.engine.TestRegistry;
import dev.cssc.patch.promotion.CrashingRegistry;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What retention remembers of its removals, with a real database and a real registry. */
@QuarkusTest
@WithTestResource(TestStack.class)
@WithTestResource(RegistryResource.class)
class RetirementHandlerTest extends RetirementTestBase {
    @Test
    void theNewestStayAndAgainChangesNothing() {
        try (TestRegistry registry = new TestRegistry(directory.resolve("registry"))) {
            PublishedByHand there = fivePatches(registry);

            run(registry, there, Settings.keep(2));
            assertThat(there.tags()).containsExactly("1", "1-4", "1-5");

            run(registry, there, Settings.keep(2));
            assertThat(there.tags()).containsExactly("1", "1-4", "1-5");
            assertThat(states(there)).containsExactly("RETIRED", "RETIRED", "RETIRED", "PUBLISHED", "PUBLISHED");
        }
    }

    @Test
    void whereMoreAreKeptThanThereAreNothingGoes() {
        try (TestRegistry registry = new TestRegistry(directory.resolve("registry"))) {
            PublishedByHand there = fivePatches(registry);

            run(registry, there, Settings.keep(50));

            assertThat(there.tags()).hasSize(6);
        }
    }

    @Test
    void aRemovalThatWasCutShortIsGoneOnWith() {
        try (TestRegistry registry = new TestRegistry(directory.resolve("registry"))) {
            PublishedByHand there = fivePatches(registry);
            RetirementHandler crashing = new RetirementHandler(
                    new CrashingRegistry(registry.client, CrashingRegistry.Point.MANIFEST_DELETED),
                    store,
                    transactions,
                    Settings.keep(2),
                    meters);
            assertThatThrownBy(() -> crashing.run(job(there))).isInstanceOf(CrashingRegistry.Crash.class);
            assertThat(states(there)).as("nothing was written down").doesNotContain("RETIRED");

            run(registry, there, Settings.keep(2));

            assertThat(there.tags()).containsExactly("1", "1-4", "1-5");
            assertThat(states(there)).containsExactly("RETIRED", "RETIRED", "RETIRED", "PUBLISHED", "PUBLISHED");
        }
    }

    @Test
    void whatSomebodyElsesTagPointsToStaysAndTheOthersGo() {
        try (TestRegistry registry = new TestRegistry(directory.resolve("registry"))) {
            PublishedByHand there = fivePatches(registry);
            there.alsoTagged(there.pointsTo("1-2").orElseThrow(), "production");

            run(registry, there, Settings.keep(2));

            assertThat(there.tags()).containsExactly("1", "1-2", "1-4", "1-5", "production");
            assertThat(reasons(there)).containsExactly("", "TAG_SHARED", "", "", "");
        }
    }

    @Test
    void aRegistryThatRefusesIsAskedForOnePatchAtATimeAndForEachOnceADay() {
        try (TestRegistry registry = new TestRegistry(
                EmbeddedRegistry.Settings.in(directory.resolve("registry")).withoutDeletion())) {
            PublishedByHand there = fivePatches(registry);

            run(registry, there, Settings.keep(2));
            assertThat(reasons(there)).containsExactly("", "", ReasonCode.DELETION_REFUSED.name(), "", "");

            run(registry, there, Settings.keep(2));
            assertThat(reasons(there)).containsExactly("", "DELETION_REFUSED", "DELETION_REFUSED", "", "");
            assertThat(there.tags()).hasSize(6);
        }
    }

    @Test
    void aRepositoryWithTooManyTagsIsLeftAndNotLookedAtAgainForATime() {
        try (TestRegistry registry = new TestRegistry(directory.resolve("registry"))) {
            PublishedByHand there = fivePatches(registry);
            Settings narrow = new Settings(OptionalInt.of(2), Duration.ofDays(1), 3);

            run(registry, there, narrow);

            assertThat(reasons(there)).containsExactly("TOO_LARGE", "TOO_LARGE", "TOO_LARGE", "", "");
            List<OldPatch> published =
                    transactions.await(tx -> store.published(tx, Retirement.of(there.source(), there.site)));
            assertThat(Surplus.possible(published, 2)).isEmpty();
        }
    }
}
