package dev.cssc.patch.retention;

import dev.cssc.common.testing.TestStack;
import dev.cssc.patch.RegistryResource;
import dev.cssc.patch.engine.TestRegistry;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

import java.util.Optional;
import java.util.OptionalInt;

import static org.assertj.core.api.Assertions.assertThat;

/** What goes and stays where patches are published in another repository than their source's. */
@QuarkusTest
@WithTestResource(TestStack.class)
@WithTestResource(RegistryResource.class)
class RetirementElsewhereTest extends RetirementTestBase {
    private PublishedByHand three(PublishedByHand there) {
        for (int number = 1; number <= 3; number++) {
            stored(there.patch("1-" + number));
        }
        return there;
    }

    @Test
    void thoseOfOnePlaceGoAndThoseOfAnotherStay() {
        try (TestRegistry registry = new TestRegistry(directory.resolve("registry"))) {
            PublishedByHand beside = three(new PublishedByHand(registry));
            PublishedByHand patched = three(beside.elsewhere("patched/"));
            PublishedByHand other = three(beside.elsewhere("other/"));

            run(registry, patched, Settings.keep(1));

            assertThat(patched.tags()).containsExactly("1-3");
            assertThat(other.tags()).containsExactly("1-1", "1-2", "1-3");
            assertThat(beside.tags()).containsExactly("1", "1-1", "1-2", "1-3");
            assertThat(states(patched)).containsExactly("RETIRED", "RETIRED", "PUBLISHED");
            assertThat(states(beside)).containsOnly("PUBLISHED");
        }
    }

    @Test
    void whatSomebodyElsesTagThereHoldsStays() {
        try (TestRegistry registry = new TestRegistry(directory.resolve("registry"))) {
            PublishedByHand patched = three(new PublishedByHand(registry, "patched/"));
            patched.alsoTagged(patched.pointsTo("1-1").orElseThrow(), "production");

            run(registry, patched, Settings.keep(1));

            assertThat(patched.tags()).containsExactly("1-1", "1-3", "production");
            assertThat(reasons(patched)).containsExactly("TAG_SHARED", "", "");
        }
    }

    @Test
    void eachPlaceKeepsAsManyAsItsOwnPolicySays() {
        try (TestRegistry registry = new TestRegistry(directory.resolve("registry"))) {
            PublishedByHand beside = new PublishedByHand(registry);
            PublishedByHand patched = beside.elsewhere("patched/");
            stored(beside.patch("1-1"), "w", Optional.of(9));
            stored(patched.patch("1-1"), "w", Optional.of(2));

            assertThat(kept(beside)).hasValue(9);
            assertThat(kept(patched)).hasValue(2);
        }
    }

    private OptionalInt kept(PublishedByHand there) {
        return transactions.await(tx -> store.keep(tx, Retirement.of(there.source(), there.site)));
    }
}
