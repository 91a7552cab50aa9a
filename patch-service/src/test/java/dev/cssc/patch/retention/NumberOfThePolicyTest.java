package dev.cssc.patch.retention;

import dev.cssc.common.event.ImageDue;
import dev.cssc.common.testing.TestStack;
import dev.cssc.patch.RegistryResource;
import dev.cssc.patch.engine.TestRegistry;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;

/** How many patches stay where the policies say a number of their own. */
@QuarkusTest
@WithTestResource(TestStack.class)
@WithTestResource(RegistryResource.class)
class NumberOfThePolicyTest extends RetirementTestBase {
    @Test
    void theNumberOfThePolicyOfTheNewestPatchTakesThePlaceOfTheServices() {
        try (TestRegistry registry = new TestRegistry(directory.resolve("registry"))) {
            PublishedByHand there = fivePatches(registry);
            stored(there.patch("1-6"), "w", Optional.of(4));

            run(registry, there, Settings.keep(1));
            assertThat(there.tags()).containsExactly("1", "1-3", "1-4", "1-5", "1-6");

            stored(there.patch("1-7"), "other", Optional.of(2));
            run(registry, there, Settings.ALL);
            assertThat(there.tags()).containsExactly("1", "1-6", "1-7");
        }
    }

    @Test
    void aNewestPatchOfAPolicyWithoutANumberIsKeptByTheServices() {
        try (TestRegistry registry = new TestRegistry(directory.resolve("registry"))) {
            PublishedByHand there = new PublishedByHand(registry);
            stored(there.patch("1-1"), "w", Optional.of(1));
            stored(there.patch("1-2"), "w", Optional.empty());

            run(registry, there, Settings.ALL);

            assertThat(there.tags()).containsExactly("1", "1-1", "1-2");
        }
    }

    @Test
    void anImageThatIsDueWithoutAWorkflowDoesNotMakeAPolicysNumberInvalid() {
        try (TestRegistry registry = new TestRegistry(directory.resolve("registry"))) {
            PublishedByHand there = fivePatches(registry);
            stored(there.patch("1-6"), "w", Optional.of(4));
            stored(there.patch("1-7"), ImageDue.FOREIGN_WORKFLOW, Optional.empty());

            run(registry, there, Settings.keep(1));

            assertThat(there.tags()).containsExactly("1", "1-4", "1-5", "1-6", "1-7");
        }
    }

    @Test
    void aPatchOfAPolicyWithANumberHasItsOlderOnesLookedAtThoughTheServiceKeepsAll() {
        try (TestRegistry registry = new TestRegistry(directory.resolve("registry"))) {
            PublishedByHand there = new PublishedByHand(registry);
            Retirements unlimited = new Retirements(jobs, store, Settings.ALL);
            OldPatch silent = there.patch("1-1");
            stored(silent, "w", Optional.empty());
            transactions.await(tx -> unlimited.after(tx, staged(silent)));
            assertThat(retirements(there)).isEmpty();

            OldPatch said = there.patch("1-2");
            stored(said, "w", Optional.of(1));
            transactions.await(tx -> unlimited.after(tx, staged(said)));

            assertThat(retirements(there)).hasSize(1);
        }
    }

    private List<String> retirements(PublishedByHand there) {
        return transactions.await(tx -> tx.column(
                        "select kind from job where kind = 'retire' and subject = :subject", String.class)
                .setParameter("subject", there.repository + ":" + there.source().tag())
                .getResultList());
    }
}
